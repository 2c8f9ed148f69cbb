import { useTranslation } from 'react-i18next';
import type { SetupView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { InfoIcon, ScannerIcon, ToolIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { CheckRow } from './check-row.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { SetupNow } from './setup-now.tsx';
import './setup-screen.css';

/** From a bare terminal to a trusted one: what to do now, and the checks that turn green. */
export const SetupScreen = ({ view }: { view: SetupView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  // The enrolment code is a test of the scanner as well: nobody is made to scan twice.
  const open = view.checks.filter(({ id, state }) => state !== 'done' && id !== 'scanner-test');
  const now = open[0] ?? null;
  const isScanning = view.checks.some(({ id, state }) => id === 'scanner' && state === 'done');
  return (
    <main className="screen setup">
      <SetupNow check={now} />
      <section className="setup-state" aria-label={t('setup.title')}>
        <ol className="setup-checks">
          {view.checks.map((check) => (
            <CheckRow key={check.id} check={check} withProblem={check !== now} />
          ))}
        </ol>
        <div className="setup-more">
          <SideButton
            place="setup-settings"
            icon={<InfoIcon />}
            label={t('it.settings')}
            onPress={() => void ask['it/settings']({})}
          />
          <SideButton
            place="setup-diagnostics"
            icon={<ToolIcon />}
            label={t('it.diagnostics')}
            onPress={() => void ask['it/diagnostics']({})}
          />
          {isScanning && (
            <SideButton
              place="setup-scanner"
              icon={<ScannerIcon on />}
              label={t('scannerTest.open')}
              onPress={() => void ask['scanner-test/open']({})}
            />
          )}
        </div>
        {view.fingerprint !== null && <Fingerprint fingerprint={view.fingerprint} />}
      </section>
    </main>
  );
};
