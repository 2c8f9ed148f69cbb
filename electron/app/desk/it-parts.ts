import type { Instant } from '../../../shared/protocol/ids.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { ItChange, ItSettings } from '../../../shared/terminal/settings/it-settings.ts';
import type { Settings, SettingsProblem } from '../../../shared/terminal/settings/settings.ts';
import type { SupportBundle } from '../../../shared/terminal/support/bundle.ts';
import type { MachineFacts } from '../../../shared/terminal/support/report.ts';
import type { AskedTerminal } from './ask-terminal.ts';

/** What IT's desk is made of. */
export type ItParts = {
  readonly now: () => Instant;
  readonly terminal: () => AskedTerminal | null;
  /** Why no terminal runs. */
  readonly problem: () => ProblemCode | null;
  readonly machine: () => MachineFacts;
  readonly settings: {
    readonly current: () => Settings;
    readonly problem: () => SettingsProblem | null;
    readonly it: () => ItSettings;
    readonly changeIt: (change: ItChange) => void;
  };
  /** A setting has another value: what goes by it is to be set anew. */
  readonly applied: (change: ItChange) => void;
  readonly ports: () => Promise<readonly string[]>;
  readonly support: {
    readonly lines: () => readonly string[];
    readonly crashes: () => readonly SupportBundle['crashes'][number][];
    /** A folder that a person chooses; null if they choose none. */
    readonly chooseFolder: () => Promise<string | null>;
    readonly ownFolder: string;
    readonly save: (folder: string, name: string, text: string) => boolean;
  };
  readonly kiosk: { readonly isOn: () => boolean; readonly leave: () => void };
  /** Ends the app, which then starts itself anew; null: it cannot. */
  readonly restart: (() => void) | null;
  /** Deletes keys, store and profile, and starts anew. */
  readonly erase: () => Promise<void>;
  readonly changed: () => void;
};
