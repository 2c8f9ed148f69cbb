import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Instant, instant } from '../../shared/protocol/ids.ts';
import type { MachineFacts } from '../../shared/terminal/support/report.ts';
import { onceLetGo } from '../files/held-files.ts';

/** Something that may be absent or unreadable: support gets what there is. */
const tryTo = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

/** The lines of the support log, oldest first, with those of the file before this one. */
export const readSupportLog = (profileFolder: string): readonly string[] =>
  ['kerbside.old.log', 'kerbside.log'].flatMap((name) =>
    tryTo(() => onceLetGo(() => readFileSync(join(profileFolder, 'logs', name), 'utf8')), '')
      .split('\n')
      .filter((line) => line !== ''),
  );

/** When a program of the app crashed, and how large its report is; never what is in it. */
export const listCrashes = (
  profileFolder: string,
): readonly { readonly at: Instant; readonly bytes: number }[] => {
  const folder = join(profileFolder, 'electron', 'crashes');
  const files = tryTo(() => readdirSync(folder, { recursive: true, encoding: 'utf8' }), []);
  return files
    .filter((name) => name.endsWith('.dmp'))
    .flatMap((name) =>
      tryTo(() => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return [{ at: instant.parse(Math.floor(mtimeMs)), bytes: size }];
      }, []),
    )
    .sort((a, b) => a.at - b.at);
};

/** Room on the disk that a folder is on, in bytes; null if the system does not say. */
export const readDisk = (folder: string): MachineFacts['disk'] =>
  tryTo(() => {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  }, null);

/**
 * Saves a bundle's text in a folder, compressed by gzip (RFC 1952), and waits until it is on the
 * disk: a stick may be pulled out at once. False if it cannot be written.
 */
export const saveBundle = (folder: string, name: string, text: string): boolean =>
  tryTo(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = onceLetGo(() => openSync(join(folder, name), 'w', 0o600));
    try {
      writeSync(file, gzipSync(text));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return true;
  }, false);
