import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';
import { SpokenKey } from '../../components/spoken-key.tsx';
import { AlertIcon, TickIcon } from '../../frame/icons.tsx';

/** A spoken key as people write it: small letters, o for 0, and spaces or dashes where they like. */
const plain = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/**
 * The key that everything in a file goes back to, and whether it is the one that somebody knows, or
 * follows that one by what the file has of it.
 */
export const KnownRoot = ({
  root,
  earlier,
}: {
  readonly root: string;
  readonly earlier: readonly string[];
}) => {
  const { t } = useTranslation('proof');
  const [typed, setTyped] = useState('');
  const [known, expected] = [plain(typed), plain(root)];
  const isSame = known === expected;
  const isEarlier = earlier.some((one) => known === plain(one));
  const isKnown = isSame || isEarlier;
  return (
    <section className="known-root">
      <h2>{t('ground.root')}</h2>
      <SpokenKey groups={root} />
      <p>{t('ground.compare')}</p>
      <Field
        label={t('file.known')}
        hint={t('file.knownHint')}
        value={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={60}
        dir="ltr"
        onChange={({ target }) => setTyped(target.value)}
      />
      <div role="status">
        {known.length >= expected.length && (
          <p className={`standing ${isKnown ? 'good' : 'bad'}`}>
            {isKnown ? <TickIcon /> : <AlertIcon />}
            {t(isSame ? 'file.same' : isEarlier ? 'file.followed' : 'file.other')}
          </p>
        )}
      </div>
    </section>
  );
};
