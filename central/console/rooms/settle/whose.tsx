import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { type Case, colleaguesQuery } from '../../api/cases.ts';
import { central } from '../../api/client.ts';
import { Fault } from '../../components/fault.tsx';
import { NotLoaded } from '../../components/not-loaded.tsx';
import { refusalOf } from './refusal.ts';
import { useCaseAct } from './use-case-act.ts';

type Given = { readonly from: string | null; readonly to: string | null };

/** Who has a case; it is taken, given to a colleague, or given back. */
export const Whose = ({
  depot,
  one: { id, assigned },
  me,
}: {
  readonly depot: string;
  readonly one: Case;
  readonly me: string;
}) => {
  const { t } = useTranslation('settle');
  const { t: common } = useTranslation();
  const colleagues = useQuery(colleaguesQuery(depot));
  const others = (colleagues.data ?? []).filter((one) => one.id !== me && one.id !== assigned?.id);
  const give = useCaseAct(
    ({ from, to }: Given, header) =>
      answerOf(
        central.POST('/v1/depots/{depot}/cases/assign', {
          params: { path: { depot }, header },
          body: { cases: [{ id, from }], to },
        }),
      ),
    () => {},
  );
  const giveTo = (to: string | null): void => give.mutate({ from: assigned?.id ?? null, to });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const to = String(new FormData(event.currentTarget).get('to') ?? '');
    if (to !== '') giveTo(to);
  };
  return (
    <section className="case-whose">
      <h3>{t('whose')}</h3>
      <NotLoaded asked={[colleagues]} />
      {give.isError && <Fault>{refusalOf(give.error, t) ?? common('signIn.failed')}</Fault>}
      <p role="status">
        {assigned === null
          ? t('nobody')
          : assigned.id === me
            ? t('youHave')
            : t('has', { name: assigned.name })}
      </p>
      <div className="acts">
        {assigned?.id !== me && (
          <Button className="quiet-button" onPress={() => giveTo(me)}>
            {t('take')}
          </Button>
        )}
        {assigned !== null && (
          <Button className="quiet-button" onPress={() => giveTo(null)}>
            {t('giveBack')}
          </Button>
        )}
      </div>
      {others.length > 0 && (
        <form className="case-give" onSubmit={send}>
          <label className="field">
            {t('giveTo')}
            <select name="to" defaultValue="">
              <option value="" />
              {others.map(({ id: whose, name }) => (
                <option key={whose} value={whose}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button className="quiet-button" type="submit">
            {t('give')}
          </button>
        </form>
      )}
    </section>
  );
};
