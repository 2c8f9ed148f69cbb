import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { StatusView } from '../../shared/ipc/view.ts';
import { sinceOf } from '../i18n/moment.ts';
import { ClockIcon, HandInIcon, NetworkIcon, ScannerIcon } from './icons.tsx';
import { type Lease, leaseOf } from './lease.ts';
import './status-line.css';
import { useNow } from './use-now.ts';

/**
 * The one calm line on top. Offline is a normal state: it is as grey as the rest. On a narrow
 * screen what is in order makes room for what is not: its words go, its icon stays.
 */
export const StatusLine = ({ status }: { status: StatusView }) => {
  const { t } = useTranslation();
  const lease = leaseOf(status.leaseEnds, useNow(15_000));
  const scannerWell = status.scanner === 'connected';
  const troubles = [lease?.low === true, status.clockWrong, !scannerWell].filter(Boolean).length;
  return (
    <section className="status-line" data-troubles={troubles} aria-label={t('status.label')}>
      <span className="status-item status-network">
        <NetworkIcon on={status.network === 'docked'} />
        <Words text={t(`status.network.${status.network}`)} />
      </span>
      <Waiting waiting={status.waiting} />
      {lease !== null && <LeaseLeft lease={lease} />}
      {status.clockWrong && (
        <span className="status-item status-clock" data-low="true">
          <ClockIcon />
          <Words text={t('status.clockWrong')} />
        </span>
      )}
      <span className="status-item status-scanner" data-scanner={status.scanner}>
        <ScannerIcon on={scannerWell} />
        <Words text={t(`status.scanner.${status.scanner}`)} />
      </span>
    </section>
  );
};

/** Words that may leave the screen when there is no room, and are read out all the same. */
const Words = ({ text }: { text: string }) => (
  <>
    <span className="hidden-text">{text}</span>
    <span className="status-words" aria-hidden="true">
      {text}
    </span>
  </>
);

const Waiting = ({ waiting }: Pick<StatusView, 'waiting'>) => {
  const { t, i18n } = useTranslation();
  const { entries: count, since } = waiting;
  const words = () => {
    if (count === 0) return t('status.allHandedIn');
    if (since === null) return t('status.waiting', { count });
    return t('status.waitingSince', { count, since: sinceOf(since, Date.now(), i18n.language) });
  };
  return (
    <span className="status-item status-waiting">
      <Words text={words()} />
      <span className="status-count" aria-hidden="true">
        <HandInIcon />
        {count}
      </span>
    </span>
  );
};

const LeaseLeft = ({ lease }: { lease: Lease }) => {
  const { t } = useTranslation();
  const words = () => {
    switch (lease.unit) {
      case 'hours':
        return t('status.lease.hours', { count: lease.left });
      case 'minutes':
        return t('status.lease.minutes', { count: lease.left });
      case 'over':
        return t('status.lease.over');
      default:
        return assertNever(lease);
    }
  };
  return (
    <span className="status-item status-lease" data-low={lease.low}>
      {words()}
    </span>
  );
};
