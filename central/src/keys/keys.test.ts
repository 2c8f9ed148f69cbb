import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCentral } from '../server.ts';
import { pullAll, seedRoute } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { seal, unseal } from './seal.ts';

let postgres: TestPostgres;
let central: TestCentral;
let keyFile: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres);
  keyFile = join(central.dataFolder, 'central.key');
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

const tryStart = async (file: string): Promise<string> => {
  const { databaseUrl, dataFolder } = central;
  const options = { dataFolder, databaseUrl, port: 0, silent: true, keyFile: file };
  const another = createCentral(options);
  const started = await another.start();
  await another.stop();
  return started.ok ? 'started' : started.error.code;
};

describe("central's keys", () => {
  it('are made once, and are the same at the next start', async () => {
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(central.dataFolder, 'operator.token'))).mode & 0o777).toBe(0o600);
    const before = await readFile(keyFile, 'utf8');
    const token = await readFile(join(central.dataFolder, 'operator.token'), 'utf8');
    expect(await tryStart(keyFile)).toBe('started');
    expect(await readFile(keyFile, 'utf8')).toBe(before);
    expect(await readFile(join(central.dataFolder, 'operator.token'), 'utf8')).toBe(token);
    const { rows } = await central.ports.pool.query('select count(*) as n from central_key');
    expect(rows).toEqual([{ n: 12 }]);
  });

  it('are never made anew: without their file, central refuses and makes none', async () => {
    const missing = join(central.dataFolder, 'missing.key');
    expect(await tryStart(missing)).toBe('key-file-missing');
    await expect(stat(missing)).rejects.toThrow('ENOENT');
  });

  it('refuse another key, a damaged file, and a file that others can read', async () => {
    const other = join(central.dataFolder, 'other.key');
    await writeFile(other, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(await tryStart(other)).toBe('key-file-wrong');
    await writeFile(other, 'not a key');
    expect(await tryStart(other)).toBe('key-file-malformed');
    await chmod(other, 0o640);
    expect(await tryStart(other)).toBe('key-file-open');
    await rm(other);
  });

  it('do not stand in the database in the clear', async () => {
    const { terminal } = await seedRoute(central, 1);
    await pullAll(terminal);
    const { rows } = await central.ports.pool.query(
      `select sealed from central_key union all select sealed_agreement from depot`,
    );
    const { issuing, codeSealing, tokenSealing, signIn, webhooks } = central.ports.keys;
    const secrets = [issuing, codeSealing, tokenSealing, signIn, webhooks];
    for (const { sealed } of rows) {
      expect(sealed).toHaveLength(12 + 32 + 16);
      for (const secret of secrets) expect(sealed.includes(Buffer.from(secret))).toBe(false);
    }
  });
});

describe('a database that newer code has migrated', () => {
  it('is refused', async () => {
    const { pool } = central.ports;
    await pool.query(`insert into migration (name, run_on) values ('9999_future', now())`);
    expect(await tryStart(keyFile)).toBe('database-newer');
    await pool.query(`delete from migration where name = '9999_future'`);
  });
});

describe('a sealed value', () => {
  const key = new Uint8Array(32).fill(1);
  const plain = Uint8Array.of(1, 2, 3);

  it('opens with its key for its purpose only, and not if a bit was changed', () => {
    const sealed = seal(key, 'a', plain);
    expect(unseal(key, 'a', sealed)).toEqual(plain);
    expect(unseal(key, 'b', sealed)).toBeNull();
    expect(unseal(new Uint8Array(32), 'a', sealed)).toBeNull();
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(unseal(key, 'a', changed)).toBeNull();
    }
    expect(unseal(key, 'a', sealed.subarray(0, 20))).toBeNull();
  });
});
