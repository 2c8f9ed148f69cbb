import { useTranslation } from 'react-i18next';
import { numberOf } from '../../words/quantities.ts';
import { ReportSection } from './report-section.tsx';
import { type Counts, shareInWords } from './sums.ts';

/**
 * How often each of some things was so: a table whose rows have a bar, so that it is a chart as well,
 * and none of it is said by colour.
 */
export const CountsSection = ({
  title,
  file,
  counts,
  nameOf,
}: {
  readonly title: string;
  readonly file: string;
  readonly counts: Counts;
  readonly nameOf: (name: string) => string;
}) => {
  const { t, i18n } = useTranslation('reports');
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  if (rows.length === 0) {
    return (
      <ReportSection title={title} file={file} rows={null}>
        <p>{t('empty')}</p>
      </ReportSection>
    );
  }
  const table = rows.map(([name, count]) => [nameOf(name), count] as const);
  return (
    <ReportSection
      title={title}
      file={file}
      rows={[[t('column.what'), t('column.count')], ...table]}
    >
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.count')}</th>
            <th scope="col">{t('column.share')}</th>
          </tr>
        </thead>
        <tbody>
          {table.map(([name, count]) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{name}</bdi>
                <svg
                  className="count-bar"
                  viewBox="0 0 100 1"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <rect width={(100 * count) / most} height="1" />
                </svg>
              </th>
              <td>{numberOf(count, i18n.language)}</td>
              <td>{shareInWords(count, all, i18n.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ReportSection>
  );
};
