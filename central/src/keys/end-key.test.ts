import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findCentralKey,
  type KeyPurpose,
  keyList,
  keyPurpose,
  openDocument,
} from '../../../shared/protocol/api/signed.ts';
import { PATHS, type TimeAnswer } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { checkActs, readActFile } from '../../../shared/protocol/verify/act-chain.ts';
import { passesAt } from '../passes/testing/passes-at.ts';
import { endKeyOnMachine, listKeysOnMachine } from '../roll-key.ts';
import { pullAll, type Seeded, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { PULLED } from '../testing/test-terminal.ts';
import { keepCentralKeys } from './keep-keys.ts';

let postgres: TestPostgres;
let central: TestCentral;
/** Another process on the same database. */
let other: TestCentral;
let seeded: Seeded;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
  const { databaseUrl, dataFolder, clock } = central;
  other = await startTestCentral(postgres, { databaseUrl, dataFolder, now: clock.now });
  seeded = await seedRoute(central, 1);
});
afterAll(async () => {
  await other?.stop();
  await central?.stop();
  await postgres?.stop();
});

const end = async (id: string, keyFile?: string) => {
  const { databaseUrl, dataFolder, clock } = central;
  clock.advance(1_000);
  const file = keyFile === undefined ? {} : { keyFile };
  return endKeyOnMachine({ databaseUrl, dataFolder, now: clock.now, ...file }, id);
};
/** Ends the key that signs for a purpose, and gives its name. */
const endSigning = async (purpose: KeyPurpose): Promise<string> => {
  await central.reload();
  const { id } = central.ports.keys.signing(purpose, central.clock.now());
  const ended = await end(id);
  if (!ended.ok) throw new Error(ended.error.sentence);
  expect(ended.value).toMatchObject({ id, purpose });
  return id;
};
/** As a terminal asks that has this list: null, of an older version, which does not say so. */
const askTime = async (at: TestCentral, issued: number | null): Promise<TimeAnswer> => {
  const nonce = Buffer.alloc(16).toString('base64url');
  const path = `${PATHS.time}?entries=2${issued === null ? '' : `&keys=${issued}`}`;
  seeded.terminal.moveTo(at.url);
  const answer = await seeded.terminal.send('POST', path, { nonce });
  expect(answer.status).toBe(200);
  return answer.body;
};

test('a key that was ended signs nothing more in any process, from the next request on', async () => {
  const { terminal } = seeded;
  await pullAll(terminal);
  const before = terminal.keys;
  for (const purpose of ['time', 'manifest', 'receipt'] as const) {
    const ended = await endSigning(purpose);
    terminal.moveTo(other.url);
    const said = await terminal.askTime();
    expect(said.keys).toBeDefined();
    expect(terminal.keys.keys.map(({ id }) => id)).not.toContain(ended);
    const page = await terminal.send('GET', `${PATHS.manifest}?after=0`, undefined);
    const handedIn = await terminal.send('POST', PATHS.entries, {
      entries: [terminal.write(PULLED)],
    });
    for (const [name, keyId] of [
      ['time', said.keyId],
      ['manifest', page.body.keyId],
      ['receipt', handedIn.body.receipt.keyId],
    ] as const) {
      expect(findCentralKey(terminal.keys.keys, keyId, name, central.clock.now())).not.toBeNull();
    }
    // Until a terminal has docked it is as before: the list that it has names the key.
    const { issued: _, keys } = before;
    expect(findCentralKey(keys, ended, purpose, central.clock.now())).not.toBeNull();
  }
  // It has the list: nothing more comes with the time, and no item of the manifest for it.
  expect((await terminal.askTime()).keys).toBeUndefined();
  expect((await pullAll(terminal)).items.map(({ type }) => type)).not.toContain('keys');
});

test('a terminal of an older version is answered as before, and told of the list by its manifest', async () => {
  const { terminal } = await seedRoute(central, 1);
  const { cursor } = await pullAll(terminal);
  const ended = await endSigning('receipt');
  seeded = { ...seeded, terminal };
  const said = await askTime(other, null);
  expect(Object.keys(said).sort()).toEqual(['document', 'keyId', 'signature']);
  expect((await terminal.pull(cursor)).items).toMatchObject([{ type: 'keys' }]);
  expect(terminal.keys.keys.map(({ id }) => id)).not.toContain(ended);
});

test("the list is the root key's alone, has a key for each purpose, and names no ended one", async () => {
  const { terminal } = seeded;
  await terminal.askTime();
  for (const purpose of keyPurpose.options) {
    const before = terminal.keys;
    const ended = await endSigning(purpose);
    await terminal.askTime();
    const { issued, keys } = terminal.keys;
    expect(issued).toBeGreaterThan(before.issued);
    expect(keys.map((key) => key.purpose).sort()).toEqual([...keyPurpose.options].sort());
    const stay = before.keys.filter(({ id }) => id !== ended);
    expect(keys).toEqual(expect.arrayContaining(stay));
    const next = keys.find((key) => key.purpose === purpose);
    expect(before.keys.map(({ publicKey }) => publicKey)).not.toContain(next?.publicKey);
  }
  const { roots, list, signing } = central.ports.keys;
  await central.reload();
  const anyOther = signing('manifest', central.clock.now()).signer.publicKey;
  const opened = (key: typeof anyOther) =>
    openDocument('keys', keyList, list, key, verifySignature).ok;
  expect([opened(roots.current.signer.publicKey), opened(anyOther)]).toEqual([true, false]);
});

test('what operators did holds after the key was ended that had signed it; with its signature it does not', async () => {
  const exported = async () => {
    const file = readActFile((await central.staff('GET', '/v1/audit/export')).body);
    if (file === null) throw new Error('central exports what is no audit');
    return file;
  };
  const earlier = await exported();
  const ended = await endSigning('audit');
  const file = await exported();
  const report = checkActs(file, null, verifySignature);
  expect(report.faults).toEqual([]);
  expect(file.ends.map(({ keyId }) => keyId)).not.toContain(ended);
  expect(file.acts.at(-1)).toMatchObject({
    actor: 'central',
    act: 'key-ended',
    subject: { key: ended, purpose: 'audit', next: file.ends.at(-1)?.keyId },
  });
  const known = { root: earlier.root, end: checkActs(earlier, null, verifySignature).end };
  if (known.end === null) throw new Error('the earlier file does not hold');
  const beside = checkActs(file, { root: known.root, end: known.end }, verifySignature);
  expect(beside.faults).toEqual([]);
  const kept = { ...file, ends: [...earlier.ends, ...file.ends] };
  expect(checkActs(kept, null, verifySignature).faults).toMatchObject([{ fault: 'bad-end' }]);
});

test('a pass that an ended key had signed opens nothing where the new list is known', async () => {
  const passes = passesAt(central);
  const { terminal, delivery } = await passes.start();
  const made = await passes.issue(delivery.id, { audience: 'terminal' });
  expect(terminal.takePass(made.text)).toBeDefined();
  await endSigning('pass');
  expect(terminal.takePass(made.text)).toBeDefined();
  await terminal.askTime();
  expect(() => terminal.takePass(made.text)).toThrow('unknown-key');
  expect(await passes.statesOf(delivery.id)).toEqual(['withdrawn']);
  const another = await passes.issue(delivery.id, { audience: 'terminal' });
  expect(terminal.takePass(another.text)).toBeDefined();
});

test('a database from before brings an ended key back: terminals refuse it until it is ended again', async () => {
  const { terminal } = await seedRoute(central, 1);
  const { pool } = central.ports;
  await pool.query('create table before as select * from central_key');
  const ended = await endSigning('time');
  await terminal.askTime();
  await pool.query('delete from central_key');
  await pool.query('insert into central_key select * from before');
  await central.reload();
  terminal.moveTo(central.url);
  await expect(terminal.askTime()).rejects.toThrow('signed with an unknown key');
  await endSigning('time');
  const { keys } = await terminal.askTime();
  expect(keys).toBeDefined();
  expect(terminal.keys.keys.map(({ id }) => id)).not.toContain(ended);
});

test('only what signs and stands in the list can be ended, and only with the key that opens all', async () => {
  const { databaseUrl, dataFolder } = central;
  const { pool, keys } = central.ports;
  const listed = await listKeysOnMachine({ databaseUrl, dataFolder });
  if (!listed.ok) throw new Error(listed.error.sentence);
  expect(listed.value.map(({ id }) => id).sort()).toEqual([...keys.listed].sort());
  const { rows } = await pool.query('select id from central_key where not (id = any($1))', [
    keys.listed,
  ]);
  expect(rows.length).toBeGreaterThan(0);
  for (const id of ['time-00000000', ...rows.map((row) => row.id)]) {
    expect(await end(id)).toMatchObject({ ok: false, error: { code: 'no-such-key' } });
  }
  const wrong = join(dataFolder, 'wrong.key');
  await writeFile(wrong, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const { id } = keys.signing('time', central.clock.now());
  expect(await end(id, wrong)).toMatchObject({ ok: false, error: { code: 'key-file-wrong' } });
  await central.reload();
  expect(keys.signing('time', central.clock.now()).id).toBe(id);
});

test('a process without the key file goes on as before, says so once, and follows when it has it', async () => {
  const elsewhere = join(central.dataFolder, 'elsewhere.key');
  await copyFile(join(central.dataFolder, 'central.key'), elsewhere);
  const said: string[] = [];
  const kept = await keepCentralKeys(central.ports.pool, elsewhere, central.clock.now, (error) =>
    said.push(error.message),
  );
  if (!kept.ok) throw new Error(kept.error.sentence);
  const { keys, follow, look, stop } = kept.value;
  stop();
  await writeFile(elsewhere, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  const ended = await endSigning('time');
  await central.reload();
  const { listIssued } = central.ports.keys;
  await Promise.all([follow(listIssued), follow(listIssued)]);
  await follow(listIssued);
  expect(said).toEqual(['key-file-wrong']);
  expect(keys.listed).toContain(ended);
  await copyFile(join(central.dataFolder, 'central.key'), elsewhere);
  expect(await look()).toMatchObject({ ok: true });
  expect(keys.listed).not.toContain(ended);
});
