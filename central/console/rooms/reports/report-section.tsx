import { type ReactNode, useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { type Cell, csvOf } from '../../components/csv.ts';
import { saveFile } from '../../components/save-file.ts';

/** A part of a report: what it shows, and the same as a table to take away. */
export const ReportSection = ({
  title,
  file,
  rows,
  children,
}: {
  readonly title: string;
  /** What the table is called as a file, without its end. */
  readonly file: string;
  /** The heads first; null: there is nothing to take away. */
  readonly rows: readonly (readonly Cell[])[] | null;
  readonly children: ReactNode;
}) => {
  const { t, i18n } = useTranslation('reports');
  const id = useId();
  return (
    <section className="report-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      {rows !== null && (
        <Button
          className="quiet-button"
          aria-label={t('saveOf', { what: title })}
          onPress={() => saveFile(`${file}.csv`, csvOf(rows, i18n.language), 'text/csv')}
        >
          {t('save')}
        </Button>
      )}
    </section>
  );
};
