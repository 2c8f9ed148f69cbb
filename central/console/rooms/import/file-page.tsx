import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../api/client.ts';
import { type Import, importQuery, importsQuery, isBusy } from '../../api/imports.ts';
import { Heading } from '../../components/heading.tsx';
import { Notice } from '../../components/notice.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { CheckedFile } from './checked-file.tsx';
import { Progress } from './progress.tsx';
import { FilledRoutes } from './routes.tsx';
import './import-room.css';

const ToFiles = () => {
  const { t } = useTranslation('import');
  return (
    <Link className="quiet-button" to="/import">
      {t('toImports')}
    </Link>
  );
};

const BusyFile = ({ file }: { readonly file: Import }) => {
  const { t } = useTranslation('import');
  const name = file.name ?? t('unnamed');
  return (
    <>
      <Heading>{t(file.dryRun ? 'checking' : 'importing', { name })}</Heading>
      <Progress
        label={t('state.busy')}
        share={file.bytes === 0 ? 0 : file.bytesRead / file.bytes}
        detail={t('read', { count: file.rowsRead })}
      />
    </>
  );
};

/** It is in: what came of it, and what did not come along. */
const ImportedFile = ({
  depot,
  file,
  report,
}: {
  readonly depot: string;
  readonly file: Import;
  readonly report: NonNullable<Import['report']>;
}) => {
  const { t } = useTranslation('import');
  return (
    <>
      <Heading>{t('imported', { count: report.imported })}</Heading>
      <FilledRoutes depot={depot} routes={report.routes} />
      <div className="acts">
        {file.hasRest && (
          <a
            className="button"
            href={`/v1/depots/${depot}/imports/${file.id}/rest`}
            download={`${(file.name ?? 'deliveries').replace(/\.\w+$/, '')}-rest.csv`}
          >
            {t('rest', { count: report.refused })}
          </a>
        )}
        <ToFiles />
      </div>
    </>
  );
};

const Gone = () => {
  const { t } = useTranslation('import');
  return (
    <Notice title={t('gone')} act={<ToFiles />}>
      <p>{t('goneNext')}</p>
    </Notice>
  );
};

/** The list of files is asked for again whenever one of them stands otherwise: it was left before that. */
const useListedAnew = (depot: string, file: Import | undefined): void => {
  const queries = useQueryClient();
  const standing = file === undefined ? null : [file.state, file.dryRun, file.endedAt].join(' ');
  useEffect(() => {
    if (standing !== null) void queries.invalidateQueries(importsQuery(depot));
  }, [queries, depot, standing]);
};

const File = ({ depot, id }: { readonly depot: Depot; readonly id: string }) => {
  const { t } = useTranslation('import');
  const { data: file, error } = useQuery(importQuery(depot.id, id));
  useListedAnew(depot.id, file);
  if (file === undefined) {
    if (codeOf(error) === 'unknown-import' || codeOf(error) === 'bad-request') return <Gone />;
    if (error !== null) throw error;
    return <Loading />;
  }
  const { report } = file;
  if (isBusy(file)) return <BusyFile file={file} />;
  if (file.failure !== null || report === null) {
    return (
      <Notice title={t('state.failed')} act={<ToFiles />}>
        <p>{t('goneNext')}</p>
      </Notice>
    );
  }
  if (file.state === 'done' && !file.dryRun) {
    return <ImportedFile depot={depot.id} file={file} report={report} />;
  }
  // What nobody could read says why; what could be mended is gone after its day.
  const isUnreadable = file.state === 'refused' && report.rows === 0;
  if (file.columns === null && !isUnreadable) return <Gone />;
  return (
    <CheckedFile
      key={file.endedAt}
      depot={depot.id}
      file={file}
      report={report}
      columns={file.columns ?? []}
    />
  );
};

/** One file of deliveries, from its check to what came of it. */
export const FilePage = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  const { import: id = '' } = useParams({ strict: false });
  return (
    <>
      <RoomTitle room={t('import.room')} />
      <div className="import-room">
        {depot === null ? <WithoutDepot /> : <File key={depot.id} depot={depot} id={id} />}
      </div>
    </>
  );
};
