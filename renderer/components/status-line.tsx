import { useTranslation } from 'react-i18next';
import type { StatusView } from '../../shared/ipc/view.ts';
import { sinceOf } from '../i18n/moment.ts';
import { NetworkIcon, ScannerIcon } from './icons.tsx';
import './status-line.css';

/** The one calm line on top. Offline is a normal state: it is as grey as the rest. */
export const StatusLine = ({ status }: { status: StatusView }) => {
  const { t } = useTranslation();
  return (
    <section className="status-line" aria-label={t('status.label')}>
      <span className="status-item">
        <NetworkIcon on={status.network === 'docked'} />
        {t(`status.network.${status.network}`)}
      </span>
      <Waiting waiting={status.waiting} />
      <span className="status-item" data-scanner={status.scanner}>
        <ScannerIcon on={status.scanner === 'connected'} />
        {t(`status.scanner.${status.scanner}`)}
      </span>
    </section>
  );
};

const Waiting = ({ waiting }: Pick<StatusView, 'waiting'>) => {
  const { t, i18n } = useTranslation();
  const { entries: count, since } = waiting;
  if (count === 0)
    return <span className="status-item status-main">{t('status.allHandedIn')}</span>;
  return (
    <span className="status-item status-main">
      {since === null
        ? t('status.waiting', { count })
        : t('status.waitingSince', { count, since: sinceOf(since, Date.now(), i18n.language) })}
    </span>
  );
};
