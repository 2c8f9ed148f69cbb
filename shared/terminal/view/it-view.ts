import type { ProblemCode } from '../problem.ts';
import type { ItSettings } from '../settings/it-settings.ts';
import type { Check } from '../support/checks.ts';
import type { DiagnosticsReport } from '../support/report.ts';

/** What each part of the terminal says of itself. Open to everyone: no secret is in it. */
export type DiagnosticsView = {
  readonly name: 'diagnostics';
  /** Null while it is being gathered. */
  readonly report: DiagnosticsReport | null;
  readonly checks: readonly Check[];
};

/** A support bundle before it is saved: its very text. */
export type SupportView = {
  readonly name: 'support';
  readonly file: string;
  readonly text: string;
  readonly save:
    | { readonly state: 'ready' | 'saving' | 'failed' }
    | { readonly state: 'saved'; readonly folder: string };
};

/** What IT may change. Behind an IT badge once the terminal is enrolled. */
export type ItSettingsView = {
  readonly name: 'settings';
  readonly settings: ItSettings;
  /** What is the matter with the file that keeps them. */
  readonly problem: ProblemCode | null;
  /** The serial ports that there are. */
  readonly ports: readonly string[];
  /** Whether the window fills the screen for good. */
  readonly inKiosk: boolean;
  readonly enrolled: boolean;
  /** Whether the app can start itself anew. */
  readonly mayRestart: boolean;
};

export type RestartView = {
  readonly name: 'restart';
  /** `at-door`: somebody is at a stop, which is to be ended or left first. */
  readonly stage: 'confirm' | 'at-door' | 'working';
};

export type WipeView = {
  readonly name: 'wipe';
  readonly stage: 'confirm' | 'working';
  /** Entries that central does not have. */
  readonly waiting: number;
  /** What must be typed. */
  readonly words: string;
  /** Set where entries would be lost: this is the second, deliberate confirmation. */
  readonly loses: number | null;
  /** Why the last attempt did not go through. */
  readonly problem: ProblemCode | null;
  /** The log says that the terminal is wiped: there is no way back, only the end of it. */
  readonly begun: boolean;
};

export type ItView = DiagnosticsView | SupportView | ItSettingsView | RestartView | WipeView;
