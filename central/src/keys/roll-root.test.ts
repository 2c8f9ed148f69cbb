import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootStatement } from '../../../shared/protocol/api/roots.ts';
import { keyList, openDocument, type SignedDocument } from '../../../shared/protocol/api/signed.ts';
import { PATHS, type TimeAnswer } from '../../../shared/protocol/api/terminal.ts';
import { fingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { DAY } from '../clock.ts';
import {
  endKeyOnMachine,
  listRootsOnMachine,
  prepareRootOnMachine,
  rollRootOnMachine,
} from '../roll-key.ts';
import { enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { makeTestTerminal, type TestTerminal } from '../testing/test-terminal.ts';

let postgres: TestPostgres;
let central: TestCentral;
/** Another process on the same database. */
let other: TestCentral;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
  const { databaseUrl, dataFolder, clock } = central;
  other = await startTestCentral(postgres, { databaseUrl, dataFolder, now: clock.now });
});
afterAll(async () => {
  await other?.stop();
  await central?.stop();
  await postgres?.stop();
});

const machine = () => {
  const { databaseUrl, dataFolder, clock } = central;
  return { databaseUrl, dataFolder, now: clock.now };
};
const startOfDay = (at: number): Instant => (at - (at % DAY)) as Instant;
const roll = () => rollRootOnMachine(machine(), startOfDay(central.clock.now()));
const must = <T>(done: { ok: true; value: T } | { ok: false; error: { sentence: string } }): T => {
  if (!done.ok) throw new Error(done.error.sentence);
  return done.value;
};
/** Prepares the next root, lets older backups go, and puts it in force. */
const rollAll = async (): Promise<string> => {
  must(await prepareRootOnMachine(machine()));
  central.clock.advance(3 * DAY);
  return must(await roll()).root;
};
const states = async () =>
  must(await listRootsOnMachine(machine())).map(({ state, terminals }) => [state, terminals]);
const endSigning = async (purpose: 'time' | 'receipt'): Promise<string> => {
  await central.reload();
  const { id } = central.ports.keys.signing(purpose, central.clock.now());
  central.clock.advance(1_000);
  must(await endKeyOnMachine(machine(), id));
  return id;
};
/** What central answers to a terminal that says just this of whom it trusts. */
const ask = async (terminal: TestTerminal, says: string): Promise<TimeAnswer> => {
  const nonce = Buffer.alloc(16).toString('base64url');
  const answer = await terminal.send('POST', `${PATHS.time}?entries=2${says}`, { nonce });
  expect(answer.status).toBe(200);
  return answer.body;
};
const isBy = (list: SignedDocument | undefined, root: TestTerminal['root']): boolean =>
  list !== undefined && openDocument('keys', keyList, list, root, verifySignature).ok;

test('a prepared root changes nothing, and is put in force only when each backup has it', async () => {
  const { terminal } = await seedRoute(central, 1);
  const { root, keys } = terminal;
  expect(await roll()).toMatchObject({ ok: false, error: { code: 'root-not-prepared' } });
  const prepared = must(await prepareRootOnMachine(machine()));
  expect(await prepareRootOnMachine(machine())).toMatchObject({
    ok: false,
    error: { code: 'root-prepared' },
  });
  await central.reload();
  expect(central.ports.keys.roots.current.signer.publicKey).toBe(root);
  expect(await terminal.askTime()).not.toHaveProperty('roots');
  expect(terminal.keys).toEqual(keys);

  const wrong = join(central.dataFolder, 'wrong.key');
  await writeFile(wrong, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const made = central.clock.now();
  for (const [days, backup] of [
    [0, startOfDay(made)],
    [3, startOfDay(made)],
    [3, startOfDay(made + DAY)],
    [3, startOfDay(made + 5 * DAY)],
  ] as const) {
    const now = () => (made + days * DAY) as Instant;
    const refused = await rollRootOnMachine({ ...machine(), now }, backup);
    expect(refused).toMatchObject({ ok: false, error: { code: 'backup-before-root' } });
  }
  central.clock.advance(3 * DAY);
  expect(
    await rollRootOnMachine({ ...machine(), keyFile: wrong }, startOfDay(central.clock.now())),
  ).toMatchObject({ ok: false, error: { code: 'key-file-wrong' } });
  expect(await states()).toEqual([
    ['current', 1],
    ['next', 0],
  ]);
  expect(must(await roll()).root).toBe(prepared.id);

  // The other process knows of it with its next request, and the first answer leads there.
  terminal.moveTo(other.url);
  const answer = await terminal.askTime();
  expect(answer.roots).toHaveLength(1);
  expect(terminal.root).toBe(prepared.publicKey);
  expect(rootStatement.parse(answer.roots?.[0]?.document)).toEqual({
    ...{ version: 1, number: 2 },
    ...{ from: root, next: prepared.publicKey },
  });
  expect(terminal.keys.issued).toBeGreaterThan(keys.issued);
  const again = await terminal.askTime();
  expect([again.roots, again.keys]).toEqual([undefined, undefined]);
  expect((await pullAll(terminal)).items.map(({ type }) => type)).not.toContain('keys');
  expect(await states()).toEqual([
    ['former', 0],
    ['current', 1],
  ]);
  const { body } = await central.staff('GET', '/v1/audit');
  expect(body.acts.map(({ act }: { act: string }) => act)).toEqual(
    expect.arrayContaining(['root-prepared', 'root-rolled']),
  );
});

test('a terminal that was away across two rolls is led from its own root to the one of today', async () => {
  const { terminal, depot } = await seedRoute(central, 1);
  const began = terminal.root;
  await rollAll();
  await central.reload();
  const between = await enrolTerminal(central, depot, 'Between');
  await rollAll();
  const said = await terminal.askTime();
  expect(said.roots).toHaveLength(2);
  expect((await between.askTime()).roots).toHaveLength(1);
  expect(between.root).toBe(terminal.root);
  const { current, chain } = central.ports.keys.roots;
  expect(terminal.root).toBe(current.signer.publicKey);
  // One that skipped a statement would be led by nobody.
  expect(chain.map(({ document }) => rootStatement.parse(document).number)).toEqual([2, 3, 4]);
  expect(began).not.toBe(terminal.root);
});

test('a terminal of an older version goes by its root, and is given lists by it for as long as it is', async () => {
  const { terminal } = await seedRoute(central, 1);
  const { root } = terminal;
  const { cursor } = await pullAll(terminal);
  await rollAll();
  // One that says which list it has, and not which root; and one that says neither.
  const first = await ask(terminal, '&keys=946684800000');
  expect([first.roots, isBy(first.keys, root)]).toEqual([undefined, true]);
  const second = await ask(terminal, '');
  expect(Object.keys(second).sort()).toEqual(['document', 'keyId', 'signature']);
  await endSigning('receipt');
  const [item] = (await terminal.pull(cursor)).items;
  expect(item).toMatchObject({ type: 'keys' });
  expect(isBy(item?.type === 'keys' ? item.keys : undefined, root)).toBe(true);
  // Its app is updated: it follows, though its list is of the same instant.
  expect((await terminal.askTime()).roots).toHaveLength(1);
  expect(terminal.root).not.toBe(root);
});

test('a code that was made before the roll enrols by the root that it names, and so once more', async () => {
  const { depot } = await seedRoute(central, 1);
  await central.reload();
  const before = central.ports.keys.roots.current.signer.publicKey;
  const offer = await central.staff('POST', `/v1/depots/${depot}/enrolment-codes`, {
    name: 'Late',
  });
  must(await prepareRootOnMachine(machine()));
  // As if it had been prepared long ago.
  await central.ports.pool.query(
    `update central_key set listed_at = listed_at - interval '3 days' where told_at is null
       and statement is not null`,
  );
  must(await roll());
  const late = makeTestTerminal(central.url, central.clock.now);
  for (let times = 0; times < 2; times++) {
    expect(await late.enrol(offer.body.code)).toMatchObject({ status: 200 });
    expect(late.root).toBe(before);
  }
  expect((await late.askTime()).roots).toHaveLength(1);
  const { root } = await enrolTerminal(central, depot, 'Later');
  expect(root).toBe(late.root);
});

test('whoever is unknown is told so by the root that it trusts', async () => {
  const { terminal } = await seedRoute(central, 1);
  const { root } = terminal;
  await rollAll();
  await central.reload();
  const { pool } = central.ports;
  await pool.query('alter table terminal rename to terminal_away');
  await pool.query('create table terminal (like terminal_away including all)');
  try {
    const path = `${PATHS.time}?entries=2&root=${fingerprint(root)}`;
    const nonce = Buffer.alloc(16).toString('base64url');
    const answer = await terminal.send('POST', path, { nonce });
    expect(answer).toMatchObject({ status: 401, body: { type: /unknown-terminal$/ } });
    expect(isBy(answer.body.keys, root)).toBe(true);
  } finally {
    await pool.query('drop table terminal');
    await pool.query('alter table terminal_away rename to terminal');
  }
});

describe('a database that is restored from a backup', () => {
  const backUp = () =>
    central.ports.pool.query(
      'drop table if exists before; create table before as select * from central_key',
    );
  const restore = async () => {
    await central.ports.pool.query(
      'delete from central_key; insert into central_key select * from before',
    );
    await central.reload();
  };

  test('of after it was prepared: terminals that left the old root dock, and are given lists', async () => {
    const { terminal, depot } = await seedRoute(central, 1);
    must(await prepareRootOnMachine(machine()));
    central.clock.advance(3 * DAY);
    await backUp();
    must(await roll());
    expect((await terminal.askTime()).roots).toHaveLength(1);
    const { root } = terminal;
    await restore();
    expect(central.ports.keys.roots.current.signer.publicKey).not.toBe(root);
    expect(await terminal.askTime()).not.toHaveProperty('roots');
    const ended = await endSigning('time');
    const { keys } = await terminal.askTime();
    expect(isBy(keys, root)).toBe(true);
    expect(terminal.keys.keys.map(({ id }) => id)).not.toContain(ended);
    // In the meantime others are enrolled by the old one. It is rolled again, and all go by one root.
    await central.reload();
    const meanwhile = await enrolTerminal(central, depot, 'Meanwhile');
    expect(meanwhile.root).not.toBe(root);
    must(await roll());
    expect((await meanwhile.askTime()).roots).toHaveLength(1);
    expect(await terminal.askTime()).not.toHaveProperty('roots');
    expect([terminal.root, meanwhile.root]).toEqual([root, root]);
  });

  test('of before that, which the command must not let happen, loses them with the next key', async () => {
    const { terminal } = await seedRoute(central, 1);
    await backUp();
    await rollAll();
    await terminal.askTime();
    await restore();
    // Until then the list that it has is good.
    expect(await terminal.askTime()).not.toHaveProperty('keys');
    await endSigning('time');
    await expect(terminal.askTime()).rejects.toThrow('signed with an unknown key');
  });
});
