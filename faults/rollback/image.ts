import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { type Home, storeOf } from '../support/terminal.ts';

/** One state of a profile: what is on the disk, and what the keychain has. */
export type Image = {
  readonly database: Buffer | null;
  readonly wal: Buffer | null;
  readonly anchor: string | null;
  readonly keys: string | null;
};

const readFile = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null);
const writeFile = (path: string, bytes: Buffer | null): void => {
  if (bytes === null) rmSync(path, { force: true });
  else writeFileSync(path, bytes);
};

const read = async (keychain: Keychain, account: string): Promise<string | null> => {
  const item = await keychain.get(account);
  if (!item.ok) throw new Error(item.error);
  return item.value;
};

/** Copies a profile as it is at this moment, open or not: what a disk would have after a power cut. */
export const takeImage = async (home: Home, keychain: Keychain): Promise<Image> => ({
  database: readFile(storeOf(home)),
  wal: readFile(`${storeOf(home)}-wal`),
  anchor: await read(keychain, `${home.profile}/anchor`),
  keys: await read(keychain, `${home.profile}/keys`),
});

/** Puts a state in the place of what is there. The store must be closed. */
export const putImage = async (home: Home, keychain: Keychain, image: Image): Promise<void> => {
  writeFile(storeOf(home), image.database);
  writeFile(`${storeOf(home)}-wal`, image.wal);
  for (const [name, text] of [
    ['anchor', image.anchor],
    ['keys', image.keys],
  ] as const) {
    if (text === null) continue;
    const stored = await keychain.set(`${home.profile}/${name}`, text);
    if (!stored.ok) throw new Error(stored.error);
  }
};

const PAGE = 4_096;
const pageOf = (bytes: Buffer, n: number): Buffer => bytes.subarray(n * PAGE, (n + 1) * PAGE);

/** The newer database with one page of the older, for each page that both have and that differs. */
export const withOldPages = (older: Buffer, newer: Buffer): { page: number; bytes: Buffer }[] => {
  const found = [];
  for (let n = 0; (n + 1) * PAGE <= Math.min(older.length, newer.length); n++) {
    if (pageOf(older, n).equals(pageOf(newer, n))) continue;
    const bytes = Buffer.from(newer);
    pageOf(older, n).copy(bytes, n * PAGE);
    found.push({ page: n + 1, bytes });
  }
  return found;
};
