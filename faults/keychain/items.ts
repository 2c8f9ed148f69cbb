import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import keytar from 'keytar';
import type { TestDepot } from '../../central/src/testing/test-depot.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { clientFor } from '../support/reach-central.ts';
import { type Home, openTerminal, storeOf } from '../support/terminal.ts';
import { NOW } from './now.ts';

/** Something done to the items of one profile. Null is an item that is gone. */
export type Tampering = {
  readonly name: string;
  readonly keys: (text: string) => string | null;
  readonly anchor: (text: string) => string | null;
};

const same = (text: string): string => text;
type Item = { [field: string]: unknown };
const edit =
  (change: (item: Item) => Item) =>
  (text: string): string =>
    JSON.stringify(change(JSON.parse(text)));

/** Values that are not a key of 32 bytes, or not a head. */
const NO_KEYS: readonly unknown[] = [
  undefined,
  null,
  0,
  '',
  'AA',
  'A'.repeat(42),
  'A'.repeat(44),
  `${'A'.repeat(42)}B`,
  `${'A'.repeat(43)}=`,
  `${'+'.repeat(43)}`,
  [],
  {},
];
const NO_HEADS: readonly unknown[] = [
  undefined,
  0,
  '',
  [],
  {},
  { sequence: 1 },
  { sequence: -1, hash: 'A'.repeat(43) },
  { sequence: 1.5, hash: 'A'.repeat(43) },
  { sequence: 1, hash: 'A' },
  { sequence: '1', hash: 'A'.repeat(43) },
  { sequence: 1, hash: 'A'.repeat(43), more: 1 },
];
const NO_ITEMS: readonly string[] = [' ', '{', 'null', '[]', '"text"', '{}', '{"version":2}'];

const KEY_FIELDS = ['storeKey', 'signingSeed', 'agreementSecret'] as const;
const HEAD_FIELDS = ['committed', 'pending'] as const;
const otherKey = toBase64url(new Uint8Array(32).fill(77));
const otherHash = toBase64url(new Uint8Array(32).fill(78));

/** Everything that is done to the items; a person must be told of each. */
export const TAMPERINGS: readonly Tampering[] = [
  { name: 'keys gone', keys: () => null, anchor: same },
  { name: 'anchor gone', keys: same, anchor: () => null },
  { name: 'both gone', keys: () => null, anchor: () => null },
  ...NO_ITEMS.flatMap((text): Tampering[] => [
    { name: `keys are ${JSON.stringify(text)}`, keys: () => text, anchor: same },
    { name: `anchor is ${JSON.stringify(text)}`, keys: same, anchor: () => text },
  ]),
  ...KEY_FIELDS.flatMap((field) =>
    NO_KEYS.map((value): Tampering => {
      const name = `${field} is ${JSON.stringify(value) ?? 'missing'}`;
      return { name, keys: edit((item) => ({ ...item, [field]: value })), anchor: same };
    }),
  ),
  ...HEAD_FIELDS.flatMap((field) =>
    NO_HEADS.map((value): Tampering => {
      const name = `${field} is ${JSON.stringify(value) ?? 'missing'}`;
      return { name, keys: same, anchor: edit((item) => ({ ...item, [field]: value })) };
    }),
  ),
  ...KEY_FIELDS.map(
    (field): Tampering => ({
      name: `${field} of another profile`,
      keys: edit((item) => ({ ...item, [field]: otherKey })),
      anchor: same,
    }),
  ),
  {
    name: 'all keys of another profile',
    keys: edit((item) => ({
      ...item,
      ...Object.fromEntries(KEY_FIELDS.map((field) => [field, otherKey])),
    })),
    anchor: same,
  },
  {
    name: 'the anchor of another profile',
    keys: same,
    anchor: edit((item) => ({ ...item, committed: { sequence: 3, hash: otherHash } })),
  },
  {
    name: 'an anchor that never heard of an entry',
    keys: same,
    anchor: edit((item) => ({ ...item, committed: null, pending: null })),
  },
  {
    name: 'the mark of another machine',
    keys: edit((item) => ({ ...item, machine: toBase64url(new Uint8Array(16).fill(79)) })),
    anchor: same,
  },
  { name: 'a later version', keys: edit((item) => ({ ...item, version: 2 })), anchor: same },
  { name: 'a field more', keys: edit((item) => ({ ...item, extra: 'x' })), anchor: same },
];

export type Tampered = {
  readonly said: string;
  readonly faults: readonly string[];
};

const clock: Clock = { wall: () => NOW, boot: () => ({ bootId: 'items', elapsedMs: 1_000 }) };

const put = async (account: string, text: string | null): Promise<void> => {
  if (text === null) await keytar.deletePassword('kerbside', account);
  else await keytar.setPassword('kerbside', account, text);
};
const get = (account: string): Promise<string | null> => keytar.getPassword('kerbside', account);

/** A profile with a log, whose items are tampered with one way after the other. */
export const makeProfile = async (keychain: Keychain, depot: TestDepot) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-items-'));
  const home: Home = { folder, profile: path.basename(folder) };
  const open = () => openTerminal({ home, keychain, clock, central: clientFor(clock) });
  const first = await open();
  if (!first.ok) throw new Error(first.error);
  await first.value.enrol(await depot.newEnrolmentCode());
  const id = first.value.store.terminal()?.grant.terminal;
  if (id === undefined) throw new Error('a new terminal is not enrolled');
  await depot.giveStops(id, [{}]);
  const docked = await first.value.dock();
  if (!docked.ok) throw new Error('a new terminal does not dock');
  const head = first.value.store.logPosition();
  await first.value.close();
  const accounts = { keys: `${home.profile}/keys`, anchor: `${home.profile}/anchor` };
  const keys = (await get(accounts.keys)) ?? '';
  const anchor = (await get(accounts.anchor)) ?? '';

  const tamper = async (with_: Tampering): Promise<Tampered> => {
    const [badKeys, badAnchor] = [with_.keys(keys), with_.anchor(anchor)];
    const before = readFileSync(storeOf(home));
    const faults: string[] = [];
    let said: string;
    try {
      await put(accounts.keys, badKeys);
      await put(accounts.anchor, badAnchor);
      const opened = await open();
      said = opened.ok ? 'opened' : opened.error;
      if (opened.ok) {
        faults.push('it opened');
        await opened.value.close();
      }
      if ((await get(accounts.keys)) !== badKeys) faults.push('the keys were replaced');
      if ((await get(accounts.anchor)) !== badAnchor) faults.push('the anchor was replaced');
      const after = readFileSync(storeOf(home));
      if (after.includes('SQLite format 3')) faults.push('the store is not encrypted');
      if (!opened.ok && !after.equals(before)) faults.push('the store was changed');
    } finally {
      await put(accounts.keys, keys);
      await put(accounts.anchor, anchor);
    }
    const restored = await open();
    if (!restored.ok) return { said, faults: [...faults, `not well again: ${restored.error}`] };
    const now = restored.value.store.logPosition();
    if (now.hash !== head.hash) faults.push('the log is not what it was');
    await restored.value.close();
    return { said, faults };
  };
  return { tamper, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
