import { assertNever } from '../../../shared/assert-never.ts';
import type { StaffId } from '../../../shared/protocol/ids.ts';
import type { DeskTouch } from '../../../shared/terminal/channels/contract.ts';
import type { ItChange } from '../../../shared/terminal/settings/it-settings.ts';
import { bundleName, bundleText, makeBundle } from '../../../shared/terminal/support/bundle.ts';
import { checksOf } from '../../../shared/terminal/support/checks.ts';
import type { DiagnosticsReport } from '../../../shared/terminal/support/report.ts';
import type {
  ItSettingsView,
  ItView,
  RestartView,
  WipeView,
} from '../../../shared/terminal/view/it-view.ts';
import type { UnsentView } from '../../../shared/terminal/view/view.ts';
import type { ItParts } from './it-parts.ts';

/** Everything that is IT's. It lies over what the terminal shows, until it is closed. */
export type ItDesk = {
  readonly dress: (view: UnsentView) => UnsentView;
  readonly isOpen: () => boolean;
  /** What IT touched; false if it has no effect now. */
  readonly touch: (touch: DeskTouch) => boolean;
  /** An IT badge was scanned. */
  readonly unlock: (staff: StaffId) => void;
};

type Wiping = Pick<WipeView, 'stage' | 'loses' | 'problem'>;
type Page =
  | { readonly name: 'diagnostics'; readonly report: DiagnosticsReport | null }
  | (ItView & { readonly name: 'support' })
  | { readonly name: 'settings'; readonly ports: readonly string[] }
  | { readonly name: 'restart'; readonly isWorking: boolean }
  | ({ readonly name: 'wipe' } & Wiping);

/** The same in every language, and nothing that a scanner types. */
const WIPE_WORD = 'WIPE';

export const makeItDesk = (parts: ItParts): ItDesk => {
  const { now, terminal, settings, support, changed } = parts;
  let page: Page | null = null;
  /** Whose badge opened the settings. */
  let unlocked: StaffId | null = null;

  const show = (next: Page | null): true => {
    page = next;
    changed();
    return true;
  };
  const isEnrolled = (): boolean => (terminal()?.waiting() ?? null) !== null;
  /** Where no terminal runs nobody can tell who IT is. */
  const maySet = (): boolean => unlocked !== null || (terminal() !== null && !isEnrolled());

  const reportWith = (reach: DiagnosticsReport['reach']): DiagnosticsReport => ({
    at: now(),
    problem: parts.problem(),
    settingsProblem: settings.problem(),
    machine: parts.machine(),
    terminal: terminal()?.facts() ?? null,
    reach,
  });

  const diagnose = async (): Promise<void> => {
    const asked = terminal();
    const central = asked?.central() ?? null;
    if (asked === null || central === null) {
      show({ name: 'diagnostics', report: reportWith({ state: 'not-enrolled' }) });
      return;
    }
    show({ name: 'diagnostics', report: reportWith({ state: 'asking', central }) });
    const answer = await asked.reach();
    if (page?.name !== 'diagnostics' || terminal() !== asked) return;
    const report = reportWith(
      answer.ok
        ? { state: 'reached', central, offsetMs: answer.value - now() }
        : { state: 'failed', central, problem: answer.error },
    );
    show({ name: 'diagnostics', report });
  };

  const settingsView = (ports: readonly string[]): ItSettingsView => ({
    name: 'settings',
    settings: settings.it(),
    problem: settings.problem(),
    ports,
    inKiosk: parts.kiosk.isOn(),
    enrolled: isEnrolled(),
    mayRestart: parts.restart !== null,
  });

  const showSettings = (): true => {
    show({ name: 'settings', ports: [] });
    void parts.ports().then((ports) => {
      if (page?.name === 'settings') show({ name: 'settings', ports });
    });
    return true;
  };

  const isAtDoor = (): boolean => terminal()?.isAtDoor() ?? false;
  const restartView = ({ isWorking }: { readonly isWorking: boolean }): RestartView => {
    if (isWorking) return { name: 'restart', stage: 'working' };
    return { name: 'restart', stage: isAtDoor() ? 'at-door' : 'confirm' };
  };

  const wipeView = (wiping: Wiping): WipeView => {
    const begun = terminal()?.isWiped() ?? false;
    const waiting = terminal()?.waiting() ?? 0;
    const words = wiping.loses === null ? WIPE_WORD : `${WIPE_WORD} ${wiping.loses}`;
    return { ...wiping, name: 'wipe', waiting, words, begun };
  };

  const wipe = async (lose: boolean): Promise<void> => {
    if (!lose) {
      const done = await terminal()?.wipe(unlocked);
      if (!done?.ok) {
        const loses = terminal()?.waiting() ?? 0;
        show({ name: 'wipe', stage: 'confirm', loses, problem: done?.error ?? 'internal' });
        return;
      }
    }
    await parts.erase();
    unlocked = null;
    show(null);
  };

  const screen = (): ItView | null => {
    if (page === null || page.name === 'support') return page;
    if (page.name === 'settings') return settingsView(page.ports);
    if (page.name === 'wipe') return wipeView(page);
    if (page.name === 'restart') return restartView(page);
    const { report } = page;
    return { name: 'diagnostics', report, checks: report === null ? [] : checksOf(report) };
  };

  const openDiagnostics = (): boolean => {
    // They look at every page of the store: once at a time.
    const isAsking = page?.name === 'diagnostics' && page.report?.reach.state === 'asking';
    if (isAsking) return false;
    void diagnose();
    return true;
  };

  const close = (): boolean => {
    if (page === null || (page.name === 'wipe' && page.stage === 'working')) return false;
    if (page.name === 'restart') return !page.isWorking && showSettings();
    if (page.name === 'wipe') return terminal()?.isWiped() ? false : showSettings();
    if (page.name === 'support') {
      void diagnose();
      return true;
    }
    if (page.name === 'diagnostics' && unlocked !== null) return showSettings();
    unlocked = null;
    return show(null);
  };

  const makeSupport = (): boolean => {
    if (page?.name !== 'diagnostics' || page.report === null) return false;
    const bundle = makeBundle({
      report: page.report,
      settings: settings.current(),
      itSettings: settings.it(),
      policy: terminal()?.policy() ?? null,
      crashes: [...support.crashes()],
      lines: support.lines(),
      now: now(),
    });
    const [file, text] = [bundleName(bundle), bundleText(bundle)];
    return show({ name: 'support', file, text, save: { state: 'ready' } });
  };

  const saveSupport = (to: 'chosen' | 'own'): boolean => {
    const made = page;
    if (made?.name !== 'support' || made.save.state === 'saving') return false;
    show({ ...made, save: { state: 'saving' } });
    const chosen = to === 'own' ? Promise.resolve(support.ownFolder) : support.chooseFolder();
    void chosen.then((folder) => {
      if (page?.name !== 'support') return;
      if (folder === null) return show({ ...made, save: { state: 'ready' } });
      const saved = support.save(folder, made.file, made.text);
      return show({ ...made, save: saved ? { state: 'saved', folder } : { state: 'failed' } });
    });
    return true;
  };

  const change = (asked: ItChange): boolean => {
    if (page?.name !== 'settings' || !maySet()) return false;
    settings.changeIt(asked);
    parts.applied(asked);
    changed();
    return true;
  };

  const leaveKiosk = (): boolean => {
    if (page?.name !== 'settings' || !maySet() || !parts.kiosk.isOn()) return false;
    parts.kiosk.leave();
    changed();
    return true;
  };

  const openRestart = (): boolean =>
    page?.name === 'settings' &&
    maySet() &&
    parts.restart !== null &&
    show({ name: 'restart', isWorking: false });

  // Nobody at a stop is thrown out of it, though nothing of it would be lost.
  const restart = (): boolean => {
    if (page?.name !== 'restart' || page.isWorking || !maySet() || isAtDoor()) return false;
    show({ name: 'restart', isWorking: true });
    parts.restart?.();
    return true;
  };

  const openWipe = (): boolean => {
    if (page?.name !== 'settings' || unlocked === null || !isEnrolled()) return false;
    return show({ name: 'wipe', stage: 'confirm', loses: null, problem: null });
  };

  const confirmWipe = (words: string): boolean => {
    if (page?.name !== 'wipe' || page.stage === 'working') return false;
    if (words.trim() !== wipeView(page).words) return false;
    const { loses } = page;
    // What waits has changed since it was confirmed: that number was not meant.
    if (loses !== null && loses !== (terminal()?.waiting() ?? 0)) {
      return show({ ...page, loses: terminal()?.waiting() ?? 0 });
    }
    show({ name: 'wipe', stage: 'working', loses, problem: null });
    void wipe(loses !== null);
    return true;
  };

  return {
    isOpen: () => page !== null,
    dress: (view) => {
      // A wipe that was begun is the one thing that is left to do, whoever starts the terminal.
      if (page === null && (terminal()?.isWiped() ?? false)) {
        page = { name: 'wipe', stage: 'confirm', loses: null, problem: null };
      }
      return { ...view, screen: screen() ?? view.screen };
    },
    unlock: (staff) => {
      if (page?.name === 'wipe' || (page?.name === 'restart' && page.isWorking)) return;
      unlocked = staff;
      showSettings();
    },
    touch: ({ type, input }) => {
      switch (type) {
        case 'it/diagnostics':
          return openDiagnostics();
        case 'it/settings':
          return maySet() && showSettings();
        case 'it/close':
          return close();
        case 'it/change':
          return change(input.change);
        case 'support/make':
          return makeSupport();
        case 'support/save':
          return saveSupport(input.to);
        case 'kiosk/leave':
          return leaveKiosk();
        case 'restart/open':
          return openRestart();
        case 'restart/confirm':
          return restart();
        case 'wipe/open':
          return openWipe();
        case 'wipe/confirm':
          return confirmWipe(input.words);
        default:
          return assertNever(type);
      }
    },
  };
};
