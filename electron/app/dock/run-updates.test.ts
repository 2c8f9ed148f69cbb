import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SignedDocument, signDocument } from '../../../shared/protocol/api/signed.ts';
import { makeSigner, sha256Of, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { err, ok } from '../../../shared/result.ts';
import { makeUpdateFiles } from '../../update-files/update-files.ts';
import type { Store } from '../ports/store.ts';
import type { ReleaseFeed } from '../ports/updates.ts';
import { makeUpdates } from './run-updates.ts';

const key = makeSigner(new Uint8Array(32).fill(7));
const stranger = makeSigner(new Uint8Array(32).fill(8));
const installer = Uint8Array.from({ length: 2_500 }, (_, at) => at % 251);
const NAME = 'kerbside_2.0.0_amd64.deb';
const PIECE = 1_000;

const releaseOf = (changed: object = {}, fileChanged: object = {}) => ({
  version: '2.0.0',
  made: 1_800_000_000_000,
  files: [
    {
      target: 'linux-x64-deb',
      name: NAME,
      bytes: installer.length,
      sha256: sha256Of(installer),
      ...fileChanged,
    },
  ],
  ...changed,
});
const signed = (document: unknown, signer = key): SignedDocument =>
  signDocument('release', 'release', signer, document);

let folder: string;
let offered: SignedDocument | null;
let served: Uint8Array;
let asked: number[];
let mayFetch: boolean;
/** Called before each piece is given. */
let beforePiece: (from: number) => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-updates-'));
  offered = signed(releaseOf());
  served = installer;
  asked = [];
  mayFetch = true;
  beforePiece = () => undefined;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const feed: ReleaseFeed = {
  release: async () => ok(offered),
  releasePiece: async (_record, _name, from) => {
    asked.push(from);
    try {
      beforePiece(from);
    } catch {
      return err('central-unreachable');
    }
    return ok(served.subarray(from, from + PIECE));
  },
};

/** The app as it is after each start: it knows nothing but what is on the disk. */
const start = (files = makeUpdateFiles(join(folder, 'updates'))) => {
  const said: object[] = [];
  const updates = makeUpdates({
    source: { releaseKey: key.publicKey, target: 'linux-x64-deb', version: '1.9.0', files, feed },
    store: { terminal: () => ({}) } as unknown as Store,
    verify: verifySignature,
    mayFetch: () => mayFetch,
    diagnostics: (event, facts) => said.push({ event, ...facts }),
    changed: () => undefined,
  });
  return { ...updates, said };
};
const stored = (): string[] => readdirSync(join(folder, 'updates'));
const READY = { state: 'ready', version: '2.0.0' };

test('a newer release is fetched piece by piece, checked, and ready', async () => {
  const updates = start();
  await updates.check();
  expect(updates.view()).toEqual(READY);
  expect(asked).toEqual([0, 1_000, 2_000]);
  expect(readFileSync(join(folder, 'updates', NAME)).equals(installer)).toBe(true);
});

test('what is ready is not fetched again, also after a start', async () => {
  await start().check();
  asked = [];
  const again = start();
  await again.check();
  expect(again.view()).toEqual(READY);
  expect(asked).toEqual([]);
});

test('a fetch that was cut goes on where it was, also after a start', async () => {
  beforePiece = (from) => {
    if (from === 1_000) throw new Error('the network is gone');
  };
  const cut = start();
  await cut.check();
  expect(cut.view()).toBeNull();
  beforePiece = () => undefined;
  const after = start();
  await after.check();
  expect(asked).toEqual([0, 1_000, 1_000, 2_000]);
  expect(after.view()).toEqual(READY);
});

test('nothing is fetched while a driver is at work, and a fetch ends when one begins', async () => {
  mayFetch = false;
  await start().check();
  expect(asked).toEqual([]);
  mayFetch = true;
  beforePiece = () => {
    mayFetch = false;
  };
  const updates = start();
  await updates.check();
  expect(asked).toEqual([0]);
  expect(updates.view()).toBeNull();
});

test.each([
  ['the same version', releaseOf({ version: '1.9.0' })],
  ['an older version', releaseOf({ version: '1.8.9' })],
  ['a release for another system', releaseOf({}, { target: 'win32-x64-exe' })],
])('%s is nothing to do, and is not fetched', async (_name, document) => {
  offered = signed(document);
  const updates = start();
  await updates.check();
  expect(updates.view()).toBeNull();
  expect(asked).toEqual([]);
  expect(updates.said).toEqual([]);
});

test.each([
  ['signed with another key', () => signed(releaseOf(), stranger), 'bad-signature'],
  [
    'changed after it was signed',
    () => ({ ...signed(releaseOf()), document: releaseOf({ version: '3.0.0' }) }),
    'bad-signature',
  ],
  ['that names a file elsewhere', () => signed(releaseOf({}, { name: '../../x' })), 'malformed'],
])('a release %s is refused, and nothing is fetched', async (_name, make, reason) => {
  offered = make();
  const updates = start();
  await updates.check();
  expect(updates.view()).toEqual({ state: 'refused' });
  expect(updates.said).toEqual([{ event: 'update-refused', reason }]);
  expect(asked).toEqual([]);
});

test('a file that is not the one that was signed is refused, and gone', async () => {
  served = installer.map((byte, at) => (at === 2_400 ? byte ^ 1 : byte));
  const updates = start();
  await updates.check();
  expect(updates.view()).toEqual({ state: 'refused' });
  expect(stored()).toEqual([]);
  // Nor is it fetched at every docking, again and again.
  asked = [];
  await updates.check();
  expect(updates.view()).toEqual({ state: 'refused' });
  expect(asked).toEqual([]);
});

test('a file that ends early is refused, and never taken for whole', async () => {
  served = installer.subarray(0, 1_700);
  const updates = start();
  await updates.check();
  expect(updates.said).toEqual([{ event: 'update-refused', reason: 'truncated' }]);
  expect(stored()).not.toContain(NAME);
});

test('a file that is longer than was signed is refused', async () => {
  served = Uint8Array.from([...installer, 1]);
  const updates = start();
  await updates.check();
  expect(updates.said).toEqual([{ event: 'update-refused', reason: 'other-file' }]);
  expect(stored()).not.toContain(NAME);
});

test('an update that was changed on the disk is fetched anew', async () => {
  await start().check();
  writeFileSync(join(folder, 'updates', NAME), 'something else');
  asked = [];
  const updates = start();
  await updates.check();
  expect(asked).toEqual([0, 1_000, 2_000]);
  expect(updates.view()).toEqual(READY);
});

test('a part of another release is never taken for a part of this one, and makes room', async () => {
  await start().check();
  const other = installer.map((byte) => byte ^ 255);
  served = other;
  offered = signed(releaseOf({ version: '2.0.1' }, { name: 'k.deb', sha256: sha256Of(other) }));
  const updates = start();
  await updates.check();
  expect(updates.view()).toEqual({ state: 'ready', version: '2.0.1' });
  expect(stored()).toEqual(['k.deb']);
});

test('a disk that fails ends the fetch, and nothing else', async () => {
  const files = makeUpdateFiles(join(folder, 'updates'));
  const updates = start({
    ...files,
    append: () => {
      throw new Error('ENOSPC');
    },
  });
  await updates.check();
  expect(updates.view()).toBeNull();
  expect(updates.said).toEqual([{ event: 'update-failed', problem: 'internal' }]);
});
