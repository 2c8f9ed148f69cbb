import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { openOsKeychain } from './os-keychain.ts';
import { createKeys, makeAnchorKeeper, readKeys } from './terminal-secrets.ts';

// The keychain's library looks for the session bus once per process, so the states that a keychain
// can be found in are each tried in a process of their own.
const probe = fileURLToPath(new URL('./os-keychain.probe.ts', import.meta.url));
const ask = (keyring: PrivateKeyring): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [probe], {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: '', ...keyring.env },
      timeout: 60_000,
    }),
  );

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

test('keys that are made are the keys that are read, and only under their own profile', async () => {
  const keychain = openOsKeychain();
  let n = 0;
  const made = await createKeys(keychain, 'profile-a', (bytes) => new Uint8Array(bytes).fill(++n));
  expect(made.ok).toBe(true);
  expect(await readKeys(keychain, 'profile-a')).toEqual(made);
  expect(await readKeys(keychain, 'profile-b')).toEqual({ ok: true, value: null });
});

test('an item that is not of its form is said to be corrupt, never replaced', async () => {
  const keychain = openOsKeychain();
  for (const text of ['?', '{', '{"version":2}', '{"version":1,"storeKey":"AA"}']) {
    await keychain.set('profile-c/keys', text);
    await keychain.set('profile-c/anchor', text);
    expect(await readKeys(keychain, 'profile-c')).toEqual({
      ok: false,
      error: 'keychain-item-corrupt',
    });
    expect(await makeAnchorKeeper(keychain, 'profile-c').read()).toEqual({
      ok: false,
      error: 'keychain-item-corrupt',
    });
    expect(await keychain.get('profile-c/keys')).toEqual({ ok: true, value: text });
  }
});

// Windows' Credential Manager is there and open while its user is signed in.
const onLinux = test.skipIf(process.platform === 'win32');

onLinux(
  'a locked keychain is said to be locked',
  async () => {
    const locked = await startPrivateKeyring({ locked: true });
    try {
      expect(ask(locked)).toEqual({ get: 'keychain-locked', set: 'keychain-locked' });
    } finally {
      await locked.stop();
    }
  },
  60_000,
);

onLinux(
  'a machine without a keychain is said to have none',
  async () => {
    const absent = await startPrivateKeyring({ absent: true });
    try {
      expect(ask(absent)).toEqual({ get: 'keychain-absent', set: 'keychain-absent' });
    } finally {
      await absent.stop();
    }
  },
  60_000,
);

onLinux(
  'a machine without a session bus is said to have no keychain',
  () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
    const nowhere: PrivateKeyring = { ...keyring, env };
    expect(ask(nowhere)).toEqual({ get: 'keychain-absent', set: 'keychain-absent' });
  },
  60_000,
);
