import { useTranslation } from 'react-i18next';
import { useAsk } from '../../bridge.tsx';
import { ToolIcon } from '../../components/icons.tsx';
import './it-screen.css';

/** In a corner of screens that IT is called to: the way to the diagnostics. */
export const OpenDiagnostics = () => {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <button
      type="button"
      className="it-open"
      aria-label={t('it.diagnostics')}
      onClick={() => void ask['it/diagnostics']({})}
    >
      <ToolIcon />
    </button>
  );
};
