import type {
  Day,
  DeliveryId,
  Instant,
  ParcelLabel,
  RouteId,
  ShortId,
} from '../../protocol/ids.ts';
import type { Instructions } from '../../protocol/instructions.ts';
import type { ExceptionOutcome, Particulars, Recipient } from '../../protocol/outcome.ts';
import type { Purpose, Refusal, Unlisted } from '../../protocol/verdict.ts';
import type { RouteFilter } from '../channels/contract.ts';
import type { Notice, Question } from '../door/door-state.ts';
import type { Draft } from '../door/draft-schema.ts';
import type { ProblemCode } from '../problem.ts';
import type { Settings, SettingsProblem } from '../settings/settings.ts';
import type { SignInRefusal } from '../sign-in.ts';
import type { DockView } from './dock-view.ts';
import type { HistoryView } from './history-view.ts';
import type { ItView } from './it-view.ts';
import type { ScannerTestView } from './scanner-view.ts';

/**
 * All that the window shows, as one value. The main process makes it and pushes it whole; the
 * renderer keeps nothing but the characters being typed. No code or key is in it; a customer's telephone
 * number is only at the door of a stop where the depot gives it to its drivers.
 */
export type View = ShownView & {
  /** Grows with each view that is sent, so that an older one that arrives late is not shown. */
  readonly revision: number;
};

/** A view before it is numbered and sent. */
export type ShownView = UnsentView & { readonly settings: SettingsView };

/** How everything is shown, and what is the matter with the file that keeps it, if anything is. */
export type SettingsView = {
  readonly chosen: Settings;
  readonly problem: SettingsProblem | null;
};

/** What the terminal knows of a view. */
export type UnsentView = {
  readonly status: StatusView;
  readonly depot: DepotView;
  readonly screen: ScreenView;
  /** Said on whatever screen there is, for a moment; null: nothing is. */
  readonly notice: NoticeView | null;
  /** What this build must never be used for, shown at all times; null in a release. */
  readonly testOnly: boolean;
};

/** A line that passes by itself. `id` grows with each. */
export type NoticeView = Notice & { readonly id: number };
/** What this terminal is called and whom its driver calls; each null until it is known. */
export type DepotView = {
  /** The zone in which every time is shown; null: the machine's own. */
  readonly timeZone: string | null;
  /** The dispatcher's telephone number, in E.164 form. */
  readonly dispatcherPhone: string | null;
  /** What the dispatcher knows this terminal by. */
  readonly terminalName: string | null;
};

/** What is known before anything of a depot is. */
export const NO_DEPOT: DepotView = { timeZone: null, dispatcherPhone: null, terminalName: null };

export type StatusView = {
  readonly network: 'offline' | 'docked';
  /** Entries of the log that central has not acknowledged, and when the oldest was made. */
  readonly waiting: { readonly entries: number; readonly since: Instant | null };
  readonly scanner: ScannerStatus;
  /** The scanner's port is known, but something is wrong with it. */
  readonly scannerProblem: ProblemCode | null;
  /** Until when the terminal may accept without docking; null before its first docking. */
  readonly leaseEnds: Instant | null;
  /** The wall clock cannot be right. Said, and no reason to stop by itself. */
  readonly clockWrong: boolean;
};
export type ScannerStatus = 'connected' | 'searching' | 'problem';

export type ScreenView =
  | { readonly name: 'starting' }
  /** Nothing can be done here but what the problem's sentence says. */
  | { readonly name: 'blocked'; readonly problem: ProblemCode }
  | SetupView
  | SignInView
  | RouteView
  | HistoryView
  | DoorView
  | VerdictView
  | DockView
  | ItView
  | ScannerTestView;

export type CheckState = 'waiting' | 'running' | 'done' | 'failed';
export type SetupView = {
  readonly name: 'setup';
  readonly checks: readonly {
    readonly id:
      | 'language'
      | 'keychain'
      | 'store'
      | 'clock'
      | 'scanner'
      /** Any scan will do, the enrolment code's as well. */
      | 'scanner-test'
      | 'enrolment'
      | 'first-dock';
    readonly state: CheckState;
    readonly problem: ProblemCode | null;
  }[];
  /** What people compare when they want to know this terminal: groups of its key's fingerprint. */
  readonly fingerprint: string | null;
};

/** Nobody drives yet: a badge is to be scanned, or number and PIN typed. */
export type SignInView = {
  readonly name: 'sign-in';
  readonly checking: boolean;
  readonly refused: SignInRefusal | null;
  /** Grows with each refusal, so that what was typed is given up. */
  readonly refusals: number;
};

export type StopState = 'open' | 'next' | 'handed-over' | 'locked' | 'exception';
export type StopView = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId;
  readonly position: number;
  readonly customer: string;
  /** First line is street and house number. */
  readonly address: readonly string[];
  readonly arrival: Instant;
  readonly state: StopState;
  readonly handedOverAt: Instant | null;
  /** How the stop ended without a code, the last time that it did. */
  readonly exception: ExceptionOutcome | null;
  readonly parcels: readonly {
    readonly label: ParcelLabel;
    /** What the depot calls it; null where it says nothing. */
    readonly name: string | null;
    readonly scanned: boolean;
    /** It stays with the driver, who has said so. */
    readonly kept: boolean;
  }[];
};

export type RouteView = {
  readonly name: 'route';
  /** The one route whose stops these are: what it is called, and its day; null where there is none. */
  readonly id: RouteId | null;
  readonly route: string | null;
  readonly day: Day | null;
  /** Every route that the terminal has, in the order of their turn, with how many stops are to do. */
  readonly routes: readonly RouteChoice[];
  /** Who has signed in; null where nobody has to. */
  readonly signedIn: string | null;
  /** As many of the stops as are looked at, in order; the rest is asked for. */
  readonly stops: readonly StopView[];
  /** How many that match stand before the first of these, and how many match. */
  readonly from: number;
  readonly matching: number;
  readonly total: number;
  readonly done: number;
  /** What comes next, whether or not it is among those that are looked at. */
  readonly next: StopView | null;
  readonly filter: RouteFilter;
  readonly search: string;
};

export type RouteChoice = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly left: number;
};

export type DoorView = {
  readonly name: 'door';
  readonly stop: StopView;
  /** `verifying`: a code is being judged; input waits. */
  readonly entry: 'ready' | 'mistyped' | 'verifying';
  /**
   * Whose code is asked for: the customer's, or the dispatcher's. For the latter the driver reads
   * the stop's short id to the dispatcher and types what they answer.
   */
  readonly asks: Purpose;
  /** The stop of a parcel that was scanned here and belongs there; null if none was. */
  readonly elsewhere: StopView | null;
  /** What is typed: a code, or so many digits that the customer's token shows. */
  readonly form: 'code' | { readonly digits: number };
  /** What the customer has to type into the token first; null if it takes no question. */
  readonly question: string | null;
  /** What the driver has said about the hand-over so far. */
  readonly particulars: Particulars;
  /**
   * Why no code is looked at now: until an instant of the wall clock or, with null, until the
   * dispatcher helps. Null: one is.
   */
  readonly locked: { readonly until: Instant | null } | null;
  /** What is asked before a code is judged; `mayKeep`: whether anything else is handed over. */
  readonly asked:
    | (Question & { readonly name: 'unscanned' } & { readonly mayKeep: boolean })
    | (Question & { readonly name: 'unsigned' | 'not-allowed' | 'unfinished' })
    | null;
  /** What the depot says of the stop; null where it says nothing. */
  readonly instructions: InstructionsView | null;
  /** What the driver is writing, and how many changes of it were taken. */
  readonly draft: Draft | null;
  readonly edits: number;
};

/** `shown`: they stand in the place of the code, until the driver puts them away. */
export type InstructionsView = Omit<Instructions, 'names'> & { readonly shown: boolean };

export type VerdictView = {
  readonly name: 'verdict';
  /** Grows with each verdict: what the acknowledgement must name. */
  readonly id: number;
  readonly stop: StopView | null;
  /** How many scans wait until this is put away. */
  readonly waiting: number;
  readonly verdict:
    | {
        readonly result: 'accepted';
        readonly by: Purpose;
        /** A delivery that is not on the route: what its pass says. `stop` is null then. */
        readonly unlisted: Unlisted | null;
        readonly recipient: Recipient;
      }
    | {
        readonly result: 'refused';
        readonly refusal: Refusal;
        /** Where the scanned QR belongs, for `wrong-customer`. */
        readonly otherStop: StopView | null;
        /** For `already-used`: whether it was this driver. */
        readonly byYou: boolean;
        /** And a moment ago: said calmly. */
        readonly justNow: boolean;
        /** For `wrong-code`: until when, by the wall clock, no further one is looked at. */
        readonly waitUntil: Instant | null;
        /** Whether the dispatcher's override may be asked for from here. */
        readonly mayOverride: boolean;
      };
};
