import { useTranslation } from 'react-i18next';
import type { StopView } from '../../shared/terminal/view/view.ts';
import { CallPanel } from './call/call-panel.tsx';
import { InfoIcon } from './icons.tsx';
import './phone-details.css';

type Props = {
  /** The stable code of what is the matter; null where nothing is. */
  readonly code: string | null;
  readonly stop: StopView | null;
};

/** What is read out on the telephone, one touch away: the stable code, and which delivery. */
export const PhoneDetails = ({ code, stop }: Props) => {
  const { t } = useTranslation();
  return (
    <details className="phone-details">
      <summary aria-label={t('details.label')}>
        <InfoIcon />
      </summary>
      <div className="phone-details-card">
        {code !== null && <p>{t('details.problem', { code })}</p>}
        {stop !== null && (
          <p>{t('details.stop', { position: stop.position, delivery: stop.shortId })}</p>
        )}
        <CallPanel />
      </div>
    </details>
  );
};
