import { useTranslation } from 'react-i18next';
import type { DockView } from '../../../shared/terminal/view/dock-view.ts';
import { BigButton } from '../../components/big-button.tsx';
import { BackIcon, UncertainIcon } from '../../components/icons.tsx';
import { useLocale } from '../../i18n/locale.tsx';
import { timeOf } from '../../i18n/moment.ts';
import '../history/history-screen.css';

type Props = { readonly findings: DockView['findings']; readonly onBack: () => void };

/** What central took in and could not do with as with the rest: which, and why. */
export const FindingsList = ({ findings, onBack }: Props) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const more = findings.total - findings.shown.length;
  return (
    <main className="screen history findings">
      <header className="history-head">
        <button
          type="button"
          className="step-back"
          aria-label={t('findings.back')}
          onClick={onBack}
        >
          <BackIcon />
        </button>
        <h1>{t('findings.title')}</h1>
      </header>
      <p className="findings-kept">{t('findings.kept')}</p>
      <ol className="history-rows">
        {findings.shown.map(({ sequence, code, at, stop }) => (
          <li className="history-row" key={`${sequence} ${code}`} data-finding={code}>
            <div className="history-inside">
              <span className="history-time">{at === null ? '' : timeOf(at, locale)}</span>
              <span className="history-what">
                <UncertainIcon />
                {t(`findings.${code}`)}
              </span>
              <span className="history-stop">
                {stop === null ? (
                  t('findings.entry', { sequence })
                ) : (
                  <>
                    {`${stop.position} · `}
                    <bdi>{stop.street}</bdi>
                    {' · '}
                    <bdi>{stop.customer}</bdi>
                  </>
                )}
              </span>
            </div>
          </li>
        ))}
        {more > 0 && (
          <li className="history-row history-stop">{t('findings.more', { count: more })}</li>
        )}
      </ol>
      <BigButton label={t('findings.back')} onPress={onBack} />
    </main>
  );
};
