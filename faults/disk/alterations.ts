import type { Altered } from '../kill/bundle.ts';
import type { SwitchedOff } from '../kill/controls.ts';

/** What the worker has in place of parts of the product: everything but the disk is in memory,
 * and time stands still. */
export const IN_MEMORY: Altered = {
  swap: {
    'electron/crypto/native-argon2id.ts': 'faults/kill/reported-argon2id.ts',
    'electron/scanner/serial-scanner.ts': 'faults/kill/no-scanner.ts',
    'electron/keychain/os-keychain.ts': 'faults/disk/modelled-keychain.ts',
    'electron/central-client/central-client.ts': 'faults/disk/recorded-central.ts',
    'electron/clock/system-clock.ts': 'faults/disk/still-clock.ts',
  },
};

const OPEN_DATABASE = 'electron/store/open-database.ts';

/** Protections, each switched off by itself, and how many power losses or faults may find it. */
export const CONTROLS: readonly (SwitchedOff & {
  readonly faults: number;
  readonly losses: number;
})[] = [
  {
    without: "full synchronisation (SQLite's own choice for WAL, NORMAL, in its place)",
    finds: 'lost',
    faults: 0,
    losses: 500,
    edits: [
      { file: OPEN_DATABASE, from: "'synchronous = FULL'", to: "'synchronous = NORMAL'" },
      { file: OPEN_DATABASE, from: 'const FULL = 2;', to: 'const FULL = 1;' },
    ],
  },
  {
    without: 'a look at whether the entry was written',
    finds: 'lost',
    faults: 1_000,
    losses: 0,
    edits: [
      {
        file: 'electron/app/log/write-log.ts',
        from: 'if (!written.ok) return err(written.error);',
        to: '',
      },
    ],
  },
];
