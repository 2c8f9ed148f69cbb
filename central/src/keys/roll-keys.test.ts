import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findCentralKey,
  keyList,
  keyPurpose,
  openDocument,
  type SignedDocument,
} from '../../../shared/protocol/api/signed.ts';
import { manifestPage, PATHS } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { DAY } from '../clock.ts';
import { enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { type CentralKeys, openCentralKeys } from './central-keys.ts';
import { keepCentralKeys } from './keep-keys.ts';

let postgres: TestPostgres;
let central: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** Runs with a central of its own, whose keys nobody else makes older. */
const withCentral = async (act: (central: TestCentral) => Promise<void>): Promise<void> => {
  central = await startTestCentral(postgres);
  try {
    await act(central);
  } finally {
    await central.stop();
  }
};
const open = async (now: Instant = central.clock.now()): Promise<CentralKeys> => {
  const keys = await openCentralKeys(
    central.ports.pool,
    join(central.dataFolder, 'central.key'),
    now,
  );
  if (!keys.ok) throw new Error(keys.error.sentence);
  return keys.value;
};
const listOf = ({ list, roots: { current } }: CentralKeys) => {
  const opened = openDocument('keys', keyList, list, current.signer.publicKey, verifySignature);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
};
/** As if all keys had been made so many days earlier. */
const makeOlder = (days: number): Promise<unknown> =>
  central.ports.pool.query(
    `update central_key set not_before = not_before - make_interval(days => $1),
       not_after = not_after - make_interval(days => $1),
       signs_from = signs_from - make_interval(days => $1),
       listed_at = listed_at - make_interval(days => $1)`,
    [days],
  );
const after = (days: number): Instant => (central.clock.now() + days * DAY) as Instant;

describe("central's keys", () => {
  it('that a database of an older version lacks are made, sign at once, and the others stay', () =>
    withCentral(async () => {
      const { pool } = central.ports;
      const before = listOf(await open());
      await makeOlder(30);
      await pool.query(`delete from central_key where purpose in ('pass', 'token-sealing')`);
      const keys = await open();
      const { issued, keys: listed } = listOf(keys);
      expect(listed.map((key) => key.purpose).sort()).toEqual([...keyPurpose.options].sort());
      expect(issued).toBeGreaterThan(before.issued);
      for (const { purpose, id } of before.keys) {
        expect(listed.some((key) => key.id === id)).toBe(purpose !== 'pass');
      }
      const pass = listed.find((key) => key.purpose === 'pass');
      expect(keys.signing('pass', central.clock.now()).id).toBe(pass?.id);
      expect(keys.tokenSealing).toHaveLength(32);
      expect((await open(after(1))).list).toEqual(keys.list);
    }));

  it('get successors in the last fifth of their lifetime, which sign later', () =>
    withCentral(async () => {
      const young = await open();
      await makeOlder(4 * 365 - 1);
      expect(listOf(await open()).keys).toHaveLength(keyPurpose.options.length);
      await makeOlder(2);
      const keys = await open();
      const { issued, keys: listed } = listOf(keys);
      expect(listed).toHaveLength(2 * keyPurpose.options.length);
      expect(keys.roots.current.id).toBe(young.roots.current.id);
      expect(keys.listIssued).toBe(issued);
      for (const purpose of keyPurpose.options) {
        const [old, successor] = listed.filter((key) => key.purpose === purpose);
        if (old === undefined || successor === undefined) throw new Error('no successor');
        expect(successor.notBefore).toBeLessThanOrEqual(after(-1));
        const signs = (days: number) => keys.signing(purpose, after(days)).id;
        expect([signs(0), signs(89), signs(91), signs(400)]).toEqual([
          old.id,
          old.id,
          successor.id,
          successor.id,
        ]);
        const isKnown = (days: number) => findCentralKey(listed, old.id, purpose, after(days));
        expect([isKnown(91), isKnown(360)]).toEqual([old.publicKey, old.publicKey]);
        expect(isKnown(370)).toBeNull();
      }
      expect((await open(after(60))).list).toEqual(keys.list);
    }));

  it('that nobody renewed in time are over, and their successors sign at once', () =>
    withCentral(async () => {
      const old = listOf(await open()).keys.map((key) => key.id);
      await makeOlder(6 * 365);
      const keys = await open();
      const { keys: listed } = listOf(keys);
      expect(listed).toHaveLength(keyPurpose.options.length);
      expect(listed.some((key) => old.includes(key.id))).toBe(false);
      expect(listed.map((key) => key.id)).toContain(keys.signing('time', after(0)).id);
      expect(() => keys.signing('time', after(6 * 365))).toThrow('no time key is good now');
    }));
});

it('roll without a restart, for all who have them, and stay where the key file is away', () =>
  withCentral(async () => {
    const { pool } = central.ports;
    const file = join(central.dataFolder, 'central.key');
    const kept = await keepCentralKeys(pool, file, central.clock.now, () => {});
    if (!kept.ok) throw new Error(kept.error.sentence);
    const { keys, look, stop } = kept.value;
    stop();
    const { issuing, listIssued } = keys;
    await makeOlder(4 * 365 + 1);
    await rename(file, `${file}.away`);
    expect(await look()).toMatchObject({ error: { code: 'key-file-missing' } });
    expect([keys.listIssued, listOf(keys).keys.length]).toEqual([
      listIssued,
      keyPurpose.options.length,
    ]);
    await rename(`${file}.away`, file);
    expect(await look()).toMatchObject({ ok: true });
    expect(listOf(keys).keys).toHaveLength(2 * keyPurpose.options.length);
    expect(keys.issuing).toEqual(issuing);
    const [old, late] = [keys.signing('time', after(0)).id, keys.signing('time', after(91)).id];
    expect(old).not.toBe(late);
  }));

describe('a new key list', () => {
  it('reaches each terminal once, and what the old key signed is believed still', () =>
    withCentral(async () => {
      const { terminal, depot } = await seedRoute(central, 1);
      const { items, cursor } = await pullAll(terminal);
      expect(items.some((item) => item.type === 'keys')).toBe(false);
      const early = await terminal.send('GET', `${PATHS.manifest}?after=0`, undefined);
      await makeOlder(4 * 365 + 1);
      const { databaseUrl, dataFolder, clock } = central;
      const next = await startTestCentral(postgres, { databaseUrl, dataFolder, now: clock.now });
      try {
        terminal.moveTo(next.url);
        const [pull, again] = await Promise.all([terminal.pull(cursor), terminal.pull(cursor)]);
        expect(pull.items).toMatchObject([{ type: 'keys' }]);
        expect(again.items).toEqual(pull.items);
        expect(await terminal.pull(pull.cursor)).toMatchObject({ items: [] });
        expect((await pullAll(terminal)).items).toEqual([...items, ...pull.items]);
        expect(terminal.keys.issued).toBe(next.ports.keys.listIssued);
        const late = await enrolTerminal({ ...next, clock }, depot, 'T2');
        expect((await pullAll(late)).items).toMatchObject([{ type: 'policy' }, { type: 'depot' }]);
        clock.advance(100 * DAY);
        const document: SignedDocument = early.body;
        const key = findCentralKey(terminal.keys.keys, document.keyId, 'manifest', clock.now());
        if (key === null) throw new Error('the old key is not known any more');
        expect(openDocument('manifest', manifestPage, document, key, verifySignature).ok).toBe(
          true,
        );
        const { body } = await terminal.send('GET', `${PATHS.manifest}?after=0`, undefined);
        expect(body.keyId).not.toBe(document.keyId);
        // The delivery has ended meanwhile; the list is not told again.
        expect((await terminal.pull(pull.cursor)).items).toMatchObject([{ type: 'withdrawn' }]);
      } finally {
        await next.stop();
      }
    }));
});
