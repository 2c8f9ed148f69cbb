import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { statusOf } from '../../api/client.ts';
import {
  type Import,
  type ImportRow,
  importQuery,
  importRowsQuery,
  runImport,
} from '../../api/imports.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Fault } from '../../components/fault.tsx';
import { Heading } from '../../components/heading.tsx';
import { NotLoaded } from '../../components/not-loaded.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { BadRow } from './bad-row.tsx';
import { ColumnChoice, type Columns, isColumn } from './columns.tsx';
import { countRows } from './count-rows.ts';
import { Routes } from './routes.tsx';
import { whyOf } from './why.ts';

type Report = NonNullable<Import['report']>;
type Problem = Report['problems'][number];

/** So many rows are shown at first, and each time that somebody wants more. */
const SHOWN = 25;

/** What is wrong with the file as a whole. */
const Whole = ({ problems }: { readonly problems: readonly Problem[] }) => {
  const { t } = useTranslation('import');
  return (
    <ul className="file-faults">
      {problems.map((problem) => (
        <li key={`${problem.code} ${problem.column}`} className="cell-why">
          {problem.code === 'not-csv' && <b>{t('line', { line: problem.line })}: </b>}
          {isColumn(problem.column) && <b>{t(`column.${problem.column}`)}: </b>}
          {whyOf(problem, t)}
        </li>
      ))}
    </ul>
  );
};

/** What was taken and ought to be looked at all the same. */
const Notes = ({ notes }: { readonly notes: readonly Problem[] }) => {
  const { t } = useTranslation('import');
  const ofRows = notes.filter(({ code }) => code.startsWith('phone-'));
  if (ofRows.length === 0) return null;
  return (
    <details>
      <summary>{t('notes', { count: ofRows.length })}</summary>
      <ul className="file-notes">
        {ofRows.slice(0, 2 * SHOWN).map((note) => (
          <li key={`${note.line} ${note.code}`}>
            {t('line', { line: note.line })}: {whyOf(note, t)}
          </li>
        ))}
      </ul>
    </details>
  );
};

/** A file that was checked: what needs somebody, and then the import. */
export const CheckedFile = ({
  depot,
  file,
  report,
  columns,
}: {
  readonly depot: string;
  readonly file: Import;
  readonly report: Report;
  readonly columns: Columns;
}) => {
  const { t } = useTranslation('import');
  const moment = useMoment();
  const queries = useQueryClient();
  const rowsQuery = importRowsQuery(depot, file.id, file.columns === null ? null : file.endedAt);
  const asked = useQuery(rowsQuery);
  const { data: rows = [] } = asked;
  const [said, setSaid] = useState<ReadonlyMap<string, string>>(new Map());
  const [shown, setShown] = useState(SHOWN);
  const run = useMutationOnce({
    mutationFn: (how: { dryRun: boolean; goodOnly: boolean }) =>
      runImport(depot, file.id, {
        ...how,
        map: [...said].map(([heading, meaning]) => `${heading}=${meaning}`),
      }),
    onSuccess: () => queries.invalidateQueries(importQuery(depot, file.id)),
  });
  const change = (changed: ImportRow): void => {
    queries.setQueryData(rowsQuery.queryKey, (before) =>
      before?.map((row) => (row.line === changed.line ? changed : row)),
    );
  };
  const isRead = report.rows > 0;
  const missing = report.problems.filter(({ code }) => code === 'missing-column');
  const { open, more, good } = countRows(report, rows);
  const needing = open + more;
  const sentence = (): string => {
    if (missing.length > 0) return t('missing', { count: missing.length });
    if (!isRead) return t('unreadable');
    const rest = needing === 0 ? t('fine') : t('needYou', { count: needing });
    return t('lines', { count: report.rows, rest, interpolation: { escapeValue: false } });
  };
  const isGuessed = (report.noteCounts['encoding-guessed'] ?? 0) > 0;
  return (
    <>
      <Heading>{sentence()}</Heading>
      {run.isError && <Fault>{statusOf(run.error) === 409 ? t('busy') : t('lost')}</Fault>}
      {missing.length > 0 && <p>{t('missingNext')}</p>}
      {!isRead && <Whole problems={report.problems} />}
      {isGuessed && <p className="stale">{t('encoding')}</p>}
      {file.sameAs !== null && (
        <p className="stale">
          {t('same', {
            moment: moment(file.sameAs.at),
            who: file.sameAs.by ?? t('somebody'),
            interpolation: { escapeValue: false },
          })}
        </p>
      )}
      <NotLoaded asked={[asked]} />
      {isRead && asked.isSuccess && good > 0 && (
        <div className="file-act">
          <Button
            className="button"
            onPress={() => run.mutate({ dryRun: false, goodOnly: needing > 0 })}
          >
            {t('act', { count: good })}
          </Button>
          {needing > 0 && <p className="hint">{t('without', { count: needing })}</p>}
        </div>
      )}
      {rows.length > 0 && (
        <section>
          <h2>{t('rows')}</h2>
          <ul className="bad-rows">
            {rows.slice(0, shown).map((row) => (
              <BadRow
                key={row.line}
                depot={depot}
                file={file.id}
                columns={columns}
                row={row}
                onChanged={change}
              />
            ))}
          </ul>
          {rows.length > shown && (
            <Button className="quiet-button" onPress={() => setShown(shown + SHOWN)}>
              {t('more')}
            </Button>
          )}
          {more > 0 && <p>{t('tooMany', { count: more })}</p>}
        </section>
      )}
      {columns.length > 0 && (
        <ColumnChoice
          columns={columns}
          said={said}
          onSay={(heading, meaning) => setSaid(new Map(said).set(heading, meaning))}
          onCheck={() => run.mutate({ dryRun: true, goodOnly: true })}
          isOpen={missing.length > 0 || isGuessed}
        />
      )}
      <Notes notes={report.notes} />
      {isRead && <Routes routes={report.routes} />}
      <p>
        <Link className="quiet-button" to="/import">
          {t('another')}
        </Link>
      </p>
    </>
  );
};
