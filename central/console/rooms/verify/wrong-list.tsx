import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { numberOf } from '../../words/quantities.ts';

/** Nobody reads more of one kind. */
const MOST = 100;

/** Things that are wrong, or not proved, or erased: the first hundred, and how many more there are. */
export const WrongList = ({
  title,
  lines,
  isBad = false,
}: {
  readonly title: string;
  readonly lines: readonly ReactNode[];
  readonly isBad?: boolean;
}) => {
  const { t, i18n } = useTranslation('proof');
  if (lines.length === 0) return null;
  return (
    <section className={isBad ? 'faults' : 'grounds-list'}>
      <h2>{title}</h2>
      <ul>
        {lines.slice(0, MOST).map((line, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a file have a fixed order
          <li key={n}>{line}</li>
        ))}
      </ul>
      {lines.length > MOST && (
        <p>{t('file.rest', { number: numberOf(lines.length - MOST, i18n.language) })}</p>
      )}
    </section>
  );
};
