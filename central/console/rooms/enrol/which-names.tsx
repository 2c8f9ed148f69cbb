import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { MOST, namesAfter, namesIn, nameTwice } from './names.ts';

/** Which terminals are to come: so many from a name on, or a list of names. */
export const WhichNames = ({
  first,
  onNames,
}: {
  readonly first: string;
  readonly onNames: (names: readonly string[]) => void;
}) => {
  const { t } = useTranslation('enrol');
  const [name, setName] = useState(first);
  const [count, setCount] = useState('10');
  const [list, setList] = useState('');
  const [wasSent, setSent] = useState(false);
  const listed = namesIn(list);
  const names = listed.length > 0 ? listed : namesAfter(name, Number(count));
  const twice = nameTwice(names);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setSent(true);
    if (names.length > 0 && twice === null) onNames(names);
  };
  return (
    <form className="which-names" onSubmit={send}>
      {wasSent && names.length === 0 && <Fault>{t('none')}</Fault>}
      {wasSent && twice !== null && <Fault>{t('twice', { name: twice })}</Fault>}
      <Field
        label={t('first')}
        hint={t('hint')}
        value={name}
        maxLength={70}
        autoComplete="off"
        disabled={listed.length > 0}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label={t('how')}
        type="number"
        min={1}
        max={MOST}
        value={count}
        disabled={listed.length > 0}
        onChange={({ target }) => setCount(target.value)}
      />
      <label className="field">
        {t('orList')}
        <textarea rows={4} value={list} onChange={({ target }) => setList(target.value)} />
      </label>
      <button className="button" type="submit">
        {t('make', { count: names.length })}
      </button>
    </form>
  );
};
