import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from './private-keyring.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const boundMs = 5000;
const set = "setPassword('kerbside', 'store-key', 'secret')";
const get = "getPassword('kerbside', 'store-key')";

let keyring: PrivateKeyring | undefined;
afterEach(() => keyring?.stop());

test('a secret is kept and read back by another process', async () => {
  keyring = await startPrivateKeyring();
  await keytar(keyring, set);
  expect(await keytar(keyring, get)).toEqual({ value: 'secret' });
});

test('two keyrings do not see each other', async () => {
  keyring = await startPrivateKeyring();
  const other = await startPrivateKeyring();
  try {
    await keytar(other, set);
    expect(await keytar(keyring, get)).toEqual({ value: null });
  } finally {
    await other.stop();
  }
});

test('a locked keyring takes nothing, and reads as if it held nothing', async () => {
  keyring = await startPrivateKeyring();
  await keytar(keyring, set);
  await keyring.lock();
  expect(await keytar(keyring, get)).toEqual({ value: null });
  expect(await keytar(keyring, set)).toEqual({
    error: 'Cannot create an item in a locked collection',
  });
  await keyring.unlock();
  expect(await keytar(keyring, get)).toEqual({ value: 'secret' });
});

test('a keyring can be locked from the start', async () => {
  keyring = await startPrivateKeyring({ locked: true });
  expect(await keytar(keyring, set)).toEqual({
    error: 'Cannot create an item in a locked collection',
  });
});

test('where there is no keyring, every access fails at once', async () => {
  keyring = await startPrivateKeyring({ absent: true });
  const error = 'The name org.freedesktop.secrets was not provided by any .service files';
  expect(await keytar(keyring, get)).toEqual({ error });
  expect(await keytar(keyring, set)).toEqual({ error });
});

test('nothing of it is left behind', async () => {
  keyring = await startPrivateKeyring();
  await keytar(keyring, set);
  await keyring.stop();
  expect(existsSync(keyring.env['HOME'] ?? '')).toBe(false);
});

/** One call of keytar in a process of its own, which has {@link boundMs} for it. */
async function keytar({ env }: PrivateKeyring, call: string): Promise<unknown> {
  const script = `require('keytar').${call}.then(
    (value) => console.log(JSON.stringify({ value })),
    (error) => console.log(JSON.stringify({ error: error.message })))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: root,
    env: { ...process.env, ...env },
    timeout: boundMs,
  });
  return JSON.parse(stdout);
}
