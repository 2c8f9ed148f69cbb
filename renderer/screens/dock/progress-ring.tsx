import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import {
  BatteryIcon,
  NetworkIcon,
  PersonIcon,
  TickIcon,
  UncertainIcon,
} from '../../components/icons.tsx';
import { percentOf } from '../../i18n/quantity.ts';
import type { DockGlance } from './dock-state.ts';
import './progress-ring.css';

type Props = { readonly glance: DockGlance; readonly percent: number };

/** A ring that fills; in its middle a number, or a sign when it is over. */
export const ProgressRing = ({ glance, percent }: Props) => {
  const { t } = useTranslation();
  return (
    <div
      className="progress-ring"
      role="progressbar"
      aria-label={t('dock.title')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <svg viewBox="0 0 100 100" fill="none" stroke="currentColor" aria-hidden="true">
        <circle cx="50" cy="50" r="43" strokeWidth="10" opacity="0.28" />
        <circle
          className="progress-ring-done"
          cx="50"
          cy="50"
          r="43"
          strokeWidth="10"
          pathLength="100"
          strokeDasharray={percent === 100 ? undefined : `${percent} 100`}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <div className="progress-ring-middle">
        <Middle glance={glance} percent={percent} />
      </div>
    </div>
  );
};

const Middle = ({ glance, percent }: Props) => {
  const { i18n } = useTranslation();
  switch (glance) {
    case 'ready':
    case 'enrolled':
      return <TickIcon />;
    case 'person':
      return <PersonIcon />;
    case 'empty':
      return <UncertainIcon />;
    case 'offline':
      return <NetworkIcon on={false} />;
    case 'charging':
      return <BatteryIcon percent={percent} charging={false} />;
    case 'connecting':
    case 'busy':
      return <span>{percentOf(percent, i18n.language)}</span>;
    default:
      return assertNever(glance);
  }
};
