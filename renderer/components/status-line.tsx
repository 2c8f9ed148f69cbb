import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert-never.ts';
import type { StatusView } from '../../shared/terminal/view/view.ts';
import { useLocale } from '../i18n/locale.tsx';
import { sinceOf } from '../i18n/moment.ts';
import { percentOf, spanOf } from '../i18n/quantity.ts';
import type { Battery } from './battery.ts';
import {
  BatteryIcon,
  ClockIcon,
  DockIcon,
  HandInIcon,
  NetworkIcon,
  ScannerIcon,
} from './icons.tsx';
import { type Lease, leaseOf } from './lease.ts';
import './status-line.css';
import { useNow } from './use-now.ts';

type Props = { readonly status: StatusView; readonly battery: Battery | null };

/**
 * The one calm line on top. Offline is a normal state: it is as grey as the rest. On a narrow
 * screen what is in order makes room for what is not: its words go, its icon stays.
 */
export const StatusLine = ({ status, battery }: Props) => {
  const { t } = useTranslation();
  const lease = leaseOf(status.leaseEnds, useNow(15_000));
  const scannerWell = status.scanner === 'connected';
  const bad = [lease?.low === true, status.clockWrong, !scannerWell, battery?.low === true];
  const troubles = bad.filter(Boolean).length;
  return (
    <section
      className="status-line"
      data-troubles={troubles}
      data-battery={battery !== null}
      aria-label={t('status.label')}
    >
      <span className="status-item status-network">
        <NetworkIcon on={status.network === 'docked'} />
        <Words text={t(`status.network.${status.network}`)} />
      </span>
      <Waiting waiting={status.waiting} />
      {lease !== null && <LeaseLeft lease={lease} />}
      {battery !== null && <BatteryLeft battery={battery} />}
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

const BatteryLeft = ({ battery: { percent: left, charging, low } }: { battery: Battery }) => {
  const { t, i18n } = useTranslation();
  const percent = percentOf(left, i18n.language);
  return (
    <span className="status-item status-battery" data-low={low}>
      <BatteryIcon percent={left} charging={charging} />
      <span className="hidden-text">
        {t(charging ? 'status.charging' : 'status.battery', { percent })}
      </span>
      <span aria-hidden="true">{percent}</span>
    </span>
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
  const { t } = useTranslation();
  const locale = useLocale();
  const { entries: count, since } = waiting;
  const words = () => {
    if (count === 0) return t('status.allHandedIn');
    if (since === null) return t('status.waiting', { count });
    return t('status.waitingSince', { count, since: sinceOf(since, Date.now(), locale) });
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
  const { t, i18n } = useTranslation();
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
  const short =
    lease.unit === 'over'
      ? spanOf(0, 'hour', i18n.language)
      : spanOf(lease.left, lease.unit === 'hours' ? 'hour' : 'minute', i18n.language);
  return (
    <span className="status-item status-lease" data-low={lease.low} data-unit={lease.unit}>
      <Words text={words()} />
      <span className="status-count" aria-hidden="true">
        <DockIcon />
        {short}
      </span>
    </span>
  );
};
