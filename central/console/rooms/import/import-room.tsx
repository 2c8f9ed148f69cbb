import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { momentAtOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { type ImportSummary, importsQuery, isBusy } from '../../api/imports.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { DropFile } from './drop-file.tsx';
import './import-room.css';

const isWaiting = ({ keptUntil }: ImportSummary): boolean => keptUntil !== null;
const isDone = ({ state, dryRun }: ImportSummary): boolean => state === 'done' && !dryRun;

const useStanding = (): ((file: ImportSummary) => string) => {
  const { t } = useTranslation('import');
  const { t: words } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  return (file) => {
    if (isBusy(file)) return t('state.busy');
    if (file.state === 'failed') return t('state.failed');
    const { imported: count, keptUntil } = file;
    if (isDone(file)) return t('imported', { count: count ?? 0 });
    if (keptUntil === null) return t('state.over');
    return t('state.waits', { moment: momentAtOf(keptUntil as Instant, now, words, locale) });
  };
};

const FileRow = ({ file }: { readonly file: ImportSummary }) => {
  const { t } = useTranslation('import');
  const moment = useMoment();
  const standing = useStanding();
  const came = moment(file.createdAt);
  return (
    <li className="file-row">
      <Link to="/import/$import" params={{ import: file.id }} className="file-name">
        <bdi>{file.name ?? t('unnamed')}</bdi>
      </Link>
      <span className={isWaiting(file) ? 'standing late' : 'standing'}>{standing(file)}</span>
      <span className="hint">{file.by === null ? came : `${came} · ${file.by}`}</span>
    </li>
  );
};

const Files = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation('import');
  const { data: files, error } = useQuery(importsQuery(depot.id));
  if (files === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const waiting = files.filter(isWaiting).length;
  const last = files.find(isDone);
  const sentence =
    waiting > 0
      ? t('waiting', { count: waiting })
      : last === undefined
        ? t('none')
        : t('last', { count: last.imported ?? 0 });
  return (
    <div className="import-room">
      <Heading>{sentence}</Heading>
      <DropFile depot={depot.id} />
      {files.length > 0 && (
        <section>
          <h2>{t('earlier')}</h2>
          <ul className="file-rows">
            {files.map((file) => (
              <FileRow key={file.id} file={file} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};

/** Files of deliveries: one is dropped here, and those of the week are listed. */
export const ImportRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('import.room')} />
      {depot === null ? <WithoutDepot /> : <Files key={depot.id} depot={depot} />}
    </>
  );
};
