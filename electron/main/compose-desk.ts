import { join } from 'node:path';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { type ItChange, serialPath } from '../../shared/terminal/settings/it-settings.ts';
import type { MachineFacts } from '../../shared/terminal/support/report.ts';
import type { ItParts } from '../app/desk/it-parts.ts';
import { readWall } from '../clock/system-clock.ts';
import { listCrashes, readDisk, readSupportLog, saveBundle } from '../diagnostics/support-files.ts';
import { keychainKind } from '../keychain/keychain-kind.ts';
import type { SettingsFile } from '../settings/settings-file.ts';

type Parts = Pick<ItParts, 'kiosk' | 'restart' | 'erase' | 'changed'> & {
  readonly folder: string;
  /** The version of the app. */
  readonly version: string;
  readonly settings: SettingsFile;
  /** Where the scanners are. */
  readonly scanners: () => readonly string[];
  readonly moveScanners: (paths: readonly string[]) => void;
  readonly problem: () => ProblemCode | null;
  readonly chooseFolder: () => Promise<string | null>;
};

const machineFacts = (
  folder: string,
  version: string,
  scannerPath: string | null,
): MachineFacts => ({
  app: version,
  electron: process.versions.electron ?? 'none',
  chromium: process.versions['chrome'] ?? 'none',
  node: process.versions.node,
  platform: process.platform,
  architecture: process.arch,
  keychain: keychainKind(process.platform),
  disk: readDisk(folder),
  scannerPath: serialPath.nullable().catch(null).parse(scannerPath),
});

/** The concrete parts of IT's desk. */
export const composeDesk = (parts: Parts): Omit<ItParts, 'terminal'> => {
  const { folder, scanners } = parts;
  const applied = (change: ItChange): void => {
    if ('scanner' in change) parts.moveScanners(scanners());
  };
  return {
    ...parts,
    now: readWall,
    machine: () => machineFacts(folder, parts.version, scanners()[0] ?? null),
    applied,
    ports: async () => (await import('../scanner/list-ports.ts')).listPorts(),
    support: {
      lines: () => readSupportLog(folder),
      crashes: () => listCrashes(folder),
      ownFolder: join(folder, 'support'),
      save: saveBundle,
      chooseFolder: parts.chooseFolder,
    },
  };
};
