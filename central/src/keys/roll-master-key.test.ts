import { copyFile, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rollMasterKeyOnMachine } from '../roll-key.ts';
import { createCentral } from '../server.ts';
import { enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { keepCentralKeys } from './keep-keys.ts';
import { readMasterKey } from './master-key.ts';
import { keyBinding, readKeys } from './roll-keys.ts';
import { seal, unseal } from './seal.ts';

let postgres: TestPostgres;
let central: TestCentral;
let folder: string;
let keyFile: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-master-'));
  central = await startTestCentral(postgres, { dataFolder: folder });
  keyFile = join(folder, 'central.key');
  return async () => {
    await central.stop();
    await rm(folder, { recursive: true, force: true });
  };
});

const roll = async (): Promise<string> => {
  const { dataFolder, databaseUrl, clock } = central;
  const rolled = await rollMasterKeyOnMachine({ dataFolder, databaseUrl, now: clock.now });
  if (!rolled.ok) throw new Error(rolled.error.sentence);
  return rolled.value.before;
};
/** Why another process does not start with a key file; null: it does. */
const tryStart = async (file = keyFile): Promise<string | null> => {
  const { databaseUrl } = central;
  const options = { dataFolder: folder, databaseUrl, keyFile: file, port: 0, silent: true };
  const other = createCentral(options);
  const started = await other.start();
  await other.stop();
  return started.ok ? null : started.error.code;
};
const opensWith = async (file: string): Promise<boolean[]> => {
  const key = await readMasterKey(file, false);
  if (!key.ok) throw new Error(key.error.sentence);
  const rows = await readKeys(central.ports.pool);
  return rows.map(
    ({ purpose, id, sealed }) => unseal(key.value, keyBinding(purpose, id), sealed) !== null,
  );
};

it('the master key is rolled while central runs, with terminals enrolled before and after', async () => {
  const { terminal, depot } = await seedRoute(central, 1);
  const old = await readFile(keyFile, 'utf8');
  const before = await roll();
  expect(await readFile(before, 'utf8')).toBe(old);
  expect(await readFile(keyFile, 'utf8')).not.toBe(old);
  // What runs goes on, with what was there and with what is new.
  await pullAll(terminal);
  await enrolTerminal(central, depot, 'T2');
  await seedRoute(central, 1);
  await central.reload();
  await pullAll(await enrolTerminal(central, depot, 'T3'));
  expect(await tryStart()).toBeNull();
  expect(await tryStart(before)).toBe('key-file-wrong');
  const { acts } = (await central.staff('GET', '/v1/audit?act=master-key-rolled')).body;
  expect(acts).toMatchObject([{ actor: 'central', subject: { keys: expect.any(Number) } }]);
});

it('nothing in the database opens with the one before, and all with the new one', async () => {
  await seedRoute(central, 1);
  const before = await roll();
  expect(new Set(await opensWith(before))).toEqual(new Set([false]));
  expect(new Set(await opensWith(keyFile))).toEqual(new Set([true]));
});

it('depots that an older version has made are sealed anew as well', async () => {
  const { depot, terminal } = await seedRoute(central, 1);
  const { pool, keys } = central.ports;
  const master = await readMasterKey(keyFile, false);
  if (!master.ok) throw new Error(master.error.sentence);
  const sealedOf = async () =>
    (await pool.query('select sealed_agreement as sealed from depot where id = $1', [depot]))
      .rows[0].sealed;
  const secret = keys.openAgreement(depot, await sealedOf());
  const asBefore = seal(master.value, keyBinding('agreement', depot), secret);
  await pool.query('update depot set sealed_agreement = $2 where id = $1', [depot, asBefore]);
  expect(keys.openAgreement(depot, asBefore)).toEqual(secret);
  await roll();
  expect(unseal(master.value, keyBinding('agreement', depot), await sealedOf())).toBeNull();
  await central.reload();
  expect(central.ports.keys.openAgreement(depot, await sealedOf())).toEqual(secret);
  await pullAll(terminal);
});

it('a roll that was interrupted is finished by the next', async () => {
  const { terminal } = await seedRoute(central, 1);
  const old = join(folder, 'old.key');
  await copyFile(keyFile, old);
  // As if the machine had died after the database was sealed, and before the file was in its place.
  const before = await roll();
  await rename(keyFile, `${keyFile}.next`);
  await rename(before, keyFile);
  expect(await tryStart()).toBe('key-file-wrong');
  await roll();
  expect(await tryStart()).toBeNull();
  expect(await readdir(folder)).not.toContain('central.key.next');
  // And as if it had died before: the key that was made is used.
  await copyFile(old, `${keyFile}.next`);
  await roll();
  expect(await readFile(keyFile, 'utf8')).toBe(await readFile(old, 'utf8'));
  expect(await tryStart()).toBeNull();
  await pullAll(terminal);
});

it('a process on a machine that has the old file goes on, and says so', async () => {
  const { pool } = central.ports;
  const elsewhere = join(folder, 'elsewhere.key');
  await copyFile(keyFile, elsewhere);
  const kept = await keepCentralKeys(pool, elsewhere, central.clock.now, () => {});
  if (!kept.ok) throw new Error(kept.error.sentence);
  const { list } = kept.value.keys;
  await roll();
  expect(await kept.value.look()).toMatchObject({ ok: false, error: { code: 'key-file-wrong' } });
  expect(kept.value.keys.list).toEqual(list);
  await copyFile(keyFile, elsewhere);
  expect(await kept.value.look()).toEqual({ ok: true, value: null });
  kept.value.stop();
});
