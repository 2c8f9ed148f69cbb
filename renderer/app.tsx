import { useState } from 'react';
import { assertNever } from '../shared/assert-never.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import './app.css';
import type { Battery } from './components/battery.ts';
import { NoticeLine } from './components/notice-line.tsx';
import { StatusLine } from './components/status-line.tsx';
import { TestBand } from './components/test-band.tsx';
import { useBattery } from './components/use-battery.ts';
import { DepotProvider } from './depot.tsx';
import { useReadiedLocale } from './i18n/use-readied-locale.ts';
import { BlockedScreen } from './screens/blocked/blocked-screen.tsx';
import { DisplaySheet } from './screens/display/display-sheet.tsx';
import { DockScreen } from './screens/dock/dock-screen.tsx';
import { useDockWhenPlugged } from './screens/dock/use-dock-when-plugged.ts';
import { lengthOf } from './screens/door/code-slots.ts';
import { DoorScreen } from './screens/door/door-screen.tsx';
import { HistoryScreen } from './screens/history/history-screen.tsx';
import { DiagnosticsScreen } from './screens/it/diagnostics-screen.tsx';
import { RestartScreen } from './screens/it/restart-screen.tsx';
import { SettingsScreen } from './screens/it/settings-screen.tsx';
import { SupportScreen } from './screens/it/support-screen.tsx';
import { WipeScreen } from './screens/it/wipe-screen.tsx';
import { RouteScreen } from './screens/route/route-screen.tsx';
import { ScannerTestScreen } from './screens/scanner-test/scanner-test-screen.tsx';
import { SetupScreen } from './screens/setup/setup-screen.tsx';
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx';
import { StartingScreen } from './screens/starting/starting-screen.tsx';
import { VerdictScreen } from './screens/verdict/verdict-screen.tsx';
import { useCues } from './sound/use-cues.ts';
import { useAppearance } from './theme/use-appearance.ts';
import { useView } from './use-view.ts';
import { useWedge } from './wedge/use-wedge.ts';

/** Shows the view, and keeps nothing of it; only what is being written belongs to the window. */
export const App = () => {
  const view = useView();
  // After the view is asked for.
  useReadiedLocale();
  useCues(view?.screen ?? null, view?.notice ?? null, view?.settings.chosen.volume ?? null);
  const battery = useBattery();
  useDockWhenPlugged(view?.screen ?? null, battery);
  const page = useAppearance(view?.settings.chosen ?? null);
  const [displayFrom, setDisplayFrom] = useState<ScreenView['name'] | null>(null);
  useWedge();
  if (view === null) return null;
  // The verdict covers everything but the warning of what this build must not be used for.
  const withStatus = view.screen.name !== 'verdict';
  // What happens meanwhile, a scan above all, goes before it.
  if (displayFrom !== null && displayFrom !== view.screen.name) setDisplayFrom(null);
  const display = () => setDisplayFrom(view.screen.name);
  return (
    <DepotProvider depot={view.depot}>
      <div className="app" ref={page}>
        {view.testOnly && <TestBand />}
        {view.notice !== null && <NoticeLine key={view.notice.id} notice={view.notice} />}
        {view.notice === null && withStatus && (
          <StatusLine status={view.status} battery={battery} />
        )}
        {displayFrom === null ? (
          <Screen
            screen={view.screen}
            unsent={view.status.waiting.entries}
            battery={battery}
            onDisplay={display}
          />
        ) : (
          <DisplaySheet view={view.settings} onDone={() => setDisplayFrom(null)} />
        )}
      </div>
    </DepotProvider>
  );
};

type ScreenProps = {
  readonly screen: ScreenView;
  /** Records that the depot does not have. */
  readonly unsent: number;
  readonly battery: Battery | null;
  readonly onDisplay: () => void;
};

/**
 * Keys make each stop and each verdict a screen of its own: nothing of the last one stays. Nor does
 * anything of the customer's code where the dispatcher's is asked for.
 */
const Screen = ({ screen, unsent, battery, onDisplay }: ScreenProps) => {
  switch (screen.name) {
    case 'starting':
      return <StartingScreen />;
    case 'blocked':
      return <BlockedScreen problem={screen.problem} unsent={unsent} />;
    case 'setup':
      return <SetupScreen view={screen} />;
    case 'sign-in':
      return <SignInScreen view={screen} />;
    case 'route':
      return <RouteScreen view={screen} onDisplay={onDisplay} />;
    case 'history':
      return <HistoryScreen view={screen} />;
    case 'door':
      return (
        <DoorScreen
          key={`${screen.stop.delivery} ${screen.asks} ${lengthOf(screen.form)}`}
          view={screen}
        />
      );
    case 'verdict':
      return <VerdictScreen key={screen.id} view={screen} />;
    case 'dock':
      return <DockScreen view={screen} battery={battery} onDisplay={onDisplay} />;
    case 'diagnostics':
      return <DiagnosticsScreen view={screen} />;
    case 'support':
      return <SupportScreen view={screen} />;
    case 'settings':
      return <SettingsScreen view={screen} onDisplay={onDisplay} />;
    case 'restart':
      return <RestartScreen view={screen} />;
    case 'wipe':
      return <WipeScreen view={screen} />;
    case 'scanner-test':
      return <ScannerTestScreen view={screen} />;
    default:
      return assertNever(screen);
  }
};
