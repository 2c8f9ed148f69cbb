import { useTranslation } from 'react-i18next';
import { numberOf } from '../../words/quantities.ts';
import type { Report } from './report-query.ts';
import { ReportSection } from './report-section.tsx';
import { shareInWords } from './sums.ts';

/** What each terminal handed over, and how much of it by the dispatcher's code. */
export const TerminalsSection = ({
  terminals,
  file,
}: {
  readonly terminals: Report['terminals'];
  readonly file: string;
}) => {
  const { t, i18n } = useTranslation('reports');
  const number = (count: number): string => numberOf(count, i18n.language);
  const heads = [t('column.terminal'), t('column.handOvers'), t('column.override')] as const;
  const rows = terminals.map(({ name, handOvers, overrides }) => [name, handOvers, overrides]);
  return (
    <ReportSection
      title={t('title.terminals')}
      file={file}
      rows={terminals.length === 0 ? null : [[...heads], ...rows]}
    >
      {terminals.length === 0 ? (
        <p>{t('empty')}</p>
      ) : (
        <table className="counts">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col">{t('column.share')}</th>
            </tr>
          </thead>
          <tbody>
            {terminals.map(({ id, name, handOvers, overrides }) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{number(handOvers)}</td>
                <td>{number(overrides)}</td>
                <td>{shareInWords(handOvers - overrides, handOvers, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ReportSection>
  );
};
