import type { TFunction } from 'i18next';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { DockView, UpdateView } from '../../../shared/terminal/view/dock-view.ts';
import { useAsk } from '../../bridge.tsx';
import type { Battery } from '../../components/battery.ts';
import { BigButton } from '../../components/big-button.tsx';
import { DisplayButton } from '../../components/display-button.tsx';
import { ScannerIcon, UncertainIcon } from '../../components/icons.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { useNow } from '../../components/use-now.ts';
import { useLocale } from '../../i18n/locale.tsx';
import { momentAtOf } from '../../i18n/moment.ts';
import { percentOf } from '../../i18n/quantity.ts';
import { OpenDiagnostics } from '../it/open-diagnostics.tsx';
import { Fingerprint } from '../setup/fingerprint.tsx';
import './dock-screen.css';
import {
  type DockGlance,
  type DockMark,
  glanceOf,
  markOf,
  secondsLeft,
  workOf,
} from './dock-state.ts';
import { DockWhose } from './dock-whose.tsx';
import { FindingsList } from './findings-list.tsx';
import { ProgressRing } from './progress-ring.tsx';

type Props = {
  readonly view: DockView;
  readonly battery: Battery | null;
  readonly onDisplay: () => void;
};

/** Read from three metres away: how far, what is left, and whether it may be taken out. */
export const DockScreen = ({ view, battery, onDisplay }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const glance = glanceOf(view, battery);
  const work = workOf(view);
  const [listing, setListing] = useState(false);
  const { findings } = view;
  if (listing && findings.total > 0 && glance !== 'busy') {
    return <FindingsList findings={findings} onBack={() => setListing(false)} />;
  }
  return (
    <main className="screen dock" data-glance={glance} data-problem={view.problem !== null}>
      <OpenDiagnostics />
      {view.problem !== null && <PhoneDetails code={view.problem} stop={null} />}
      <DisplayButton place="dock-display" onPress={onDisplay} />
      <DockWhose view={view} />
      <div className="dock-says">
        <ProgressRing
          glance={glance}
          percent={glance === 'charging' ? (battery?.percent ?? 0) : work.percent}
        />
        <div className="dock-words">
          <h1 aria-live="assertive">{wordOf(glance, t)}</h1>
          {glance === 'offline' && <MayTake notSent={view.notSent} />}
          {view.problem === null ? (
            <Phase view={view} glance={glance} />
          ) : (
            <DockProblem problem={view.problem} retryAt={view.retryAt} />
          )}
          {!NOTHING_LEFT.has(glance) && <DockLeft view={view} />}
          {glance === 'charging' && battery !== null && <Charge battery={battery} />}
          <TimeLeft view={view} />
          {view.update !== null && <DockUpdate update={view.update} />}
        </div>
      </div>
      {glance !== 'busy' && (
        <div className="dock-sides">
          {findings.total > 0 && (
            <SideButton
              place="dock-findings"
              icon={<UncertainIcon />}
              label={t('dock.findings', { count: findings.total })}
              onPress={() => setListing(true)}
            />
          )}
          <SideButton
            place="dock-scanner"
            icon={<ScannerIcon on />}
            label={t('scannerTest.open')}
            onPress={() => void ask['scanner-test/open']({})}
          />
        </div>
      )}
      {(view.phase === 'done' || view.phase === 'failed') && (
        <BigButton label={t('dock.leave')} onPress={() => void ask['dock/leave']({})} />
      )}
    </main>
  );
};

/** Where what is left to do says nothing, or is said otherwise. */
const NOTHING_LEFT: ReadonlySet<DockGlance> = new Set(['offline', 'empty', 'enrolled']);

/** What it is doing, or what it has come to. */
const Phase = ({ view, glance }: { readonly view: DockView; readonly glance: DockGlance }) => {
  const { t } = useTranslation();
  // What is to be done about it is said below.
  if (glance === 'charging') return null;
  if (view.enrolled === null) return <p className="dock-phase">{t(`dock.phase.${view.phase}`)}</p>;
  const { depot, fingerprint } = view.enrolled;
  return (
    <>
      <p className="dock-phase">{t('setup.enrolled.next', { depot })}</p>
      <Fingerprint fingerprint={fingerprint} />
    </>
  );
};

/** The word that is read from three metres away. */
const wordOf = (glance: DockGlance, t: TFunction): string => {
  switch (glance) {
    case 'empty':
      return t('dock.stops', { count: 0 });
    case 'enrolled':
      return t('setup.enrolled.word');
    case 'connecting':
      return t('dock.title');
    case 'ready':
    case 'charging':
    case 'busy':
    case 'offline':
    case 'person':
      return t(`dock.word.${glance}`);
    default:
      return assertNever(glance);
  }
};

/** Nothing is lost by taking it: what is not sent stays in it. */
const MayTake = ({ notSent }: { notSent: number }) => {
  const { t } = useTranslation();
  return (
    <div className="dock-left">
      <p>{t('dock.mayTake')}</p>
      {notSent > 0 && <p>{t('dock.notSent', { count: notSent })}</p>}
    </div>
  );
};

/** What must be done about its battery before it leaves; nothing while there is something else to do. */
const Charge = ({ battery: { percent: left, charging } }: { battery: Battery }) => {
  const { t, i18n } = useTranslation();
  const percent = percentOf(left, i18n.language);
  return (
    <p className="dock-left">{t(`dock.charge.${charging ? 'plugged' : 'loose'}`, { percent })}</p>
  );
};

/** About how long it still takes, once that can be told; whole minutes when it is more than one. */
const TimeLeft = ({ view }: { view: DockView }) => {
  const { t } = useTranslation();
  useNow(1_000);
  const now = markOf(view, performance.now());
  const since = useRef<DockMark>(now);
  const running = view.phase === 'handing-in' || view.phase === 'pulling';
  // Nothing is known yet of what there is to do: it is measured from when it is.
  if (!running || since.current.total === 0) since.current = now;
  const seconds = secondsLeft(since.current, now);
  if (seconds === null) return null;
  const words =
    seconds < 60
      ? t('dock.secondsLeft', { count: seconds })
      : t('dock.minutesLeft', { count: Math.ceil(seconds / 60) });
  return <p className="dock-time">{words}</p>;
};

const DockLeft = ({ view }: { view: DockView }) => {
  const { t } = useTranslation();
  const { entriesLeft, stopsLeft } = workOf(view);
  if (view.phase === 'done') {
    return <p className="dock-left">{t('dock.stops', { count: view.stops })}</p>;
  }
  // How many go in this docking is known only once the depot has been reached.
  if (view.phase === 'reaching' || view.phase === 'failed') {
    return view.notSent === 0 ? null : (
      <p className="dock-left">{t('dock.notSent', { count: view.notSent })}</p>
    );
  }
  return (
    <ul className="dock-left">
      {entriesLeft > 0 && (
        <li>
          <b>{entriesLeft}</b> {t('dock.entriesLeft', { count: entriesLeft })}
        </li>
      )}
      {/* How many stops there are is known only when the depot has said so. */}
      {view.pulled.total > 0 && (
        <li>
          <b>{stopsLeft}</b> {t('dock.stopsLeft', { count: stopsLeft })}
        </li>
      )}
    </ul>
  );
};

/** One line: nothing that a driver must do. */
const DockUpdate = ({ update }: { update: UpdateView }) => {
  const { t, i18n } = useTranslation();
  const words = (): string => {
    switch (update.state) {
      case 'fetching':
        return t('dock.update.fetching', {
          version: update.version,
          percent: percentOf(update.percent, i18n.language),
        });
      case 'ready':
        return t('dock.update.ready', { version: update.version });
      case 'refused':
        return t('dock.update.refused');
      default:
        return assertNever(update);
    }
  };
  return <p className="dock-update">{words()}</p>;
};

type DockProblemProps = {
  readonly problem: NonNullable<DockView['problem']>;
  readonly retryAt: DockView['retryAt'];
};

const DockProblem = ({ problem, retryAt }: DockProblemProps) => {
  const { t } = useTranslation();
  return (
    <div className="dock-problem">
      <div role="alert">
        <p>{t(`problem.${problem}.what`)}</p>
        <p className="dock-next">{t(`problem.${problem}.next`)}</p>
      </div>
      {retryAt !== null && <RetryIn retryAt={retryAt} />}
    </div>
  );
};

/** Seconds that are waited for in front of the dock; beyond them the time of day says more. */
const LONGEST_COUNTDOWN = 120;

const RetryIn = ({ retryAt }: { retryAt: NonNullable<DockView['retryAt']> }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(1_000);
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <p>
      {seconds <= LONGEST_COUNTDOWN
        ? t('dock.retrySeconds', { count: seconds })
        : t('dock.retry', { moment: momentAtOf(retryAt, now, t, locale) })}
    </p>
  );
};
