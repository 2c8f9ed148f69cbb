import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { type MachineId, machineId } from './machine-id.ts';
import { openOsKeychain, whyNotStored } from './os-keychain.ts';
import { createKeys, makeAnchorKeeper, readKeys, readSecrets } from './terminal-secrets.ts';

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

const [here, elsewhere] = ['0', 'f'].map((digit) => machineId.parse(digit.repeat(32))) as [
  MachineId,
  MachineId,
];
const counting = (): ((bytes: number) => Uint8Array) => {
  let n = 0;
  return (bytes) => new Uint8Array(bytes).fill(++n);
};

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

test('keys that are made are the keys that are read, and only under their own profile', async () => {
  const keychain = openOsKeychain();
  const made = await createKeys(keychain, 'profile-a', here, counting());
  expect(made.ok).toBe(true);
  expect(await readKeys(keychain, 'profile-a', here)).toEqual(made);
  expect(await readKeys(keychain, 'profile-b', here)).toEqual({ ok: true, value: null });
});

test('keys that were made on another machine are said to be that, and are other keys here (W5)', async () => {
  const keychain = openOsKeychain();
  const made = await createKeys(keychain, 'profile-d', elsewhere, counting());
  expect(await readKeys(keychain, 'profile-d', here)).toEqual({
    ok: false,
    error: 'keys-of-another-machine',
  });
  // Even with a mark of this machine in its place, the seeds make other keys here.
  const own = await createKeys(keychain, 'profile-d', here, counting());
  if (!made.ok || !own.ok) throw new Error('no keys');
  expect(own.value.storeKey).not.toEqual(made.value.storeKey);
  expect(own.value.signingSeed).not.toEqual(made.value.signingSeed);
  expect(own.value.agreementSecret).not.toEqual(made.value.agreementSecret);
});

test('what the keychain has is no key by itself (W5)', async () => {
  const keychain = openOsKeychain();
  const made = await createKeys(keychain, 'profile-f', here, counting());
  const item = await keychain.get('profile-f/keys');
  if (!made.ok || !item.ok || item.value === null) throw new Error('no keys');
  for (const key of Object.values(made.value)) {
    expect(item.value).not.toContain(toBase64url(key));
  }
});

test.each([
  ['win32', 'keychain-failed', true, 'keychain-full'],
  ['win32', 'keychain-failed', false, 'keychain-failed'],
  ['win32', 'keychain-slow', true, 'keychain-slow'],
  ['linux', 'keychain-failed', true, 'keychain-failed'],
] as const)(
  'on %s an item that is not stored, as %s, where one can be read: %s, is %s (W18)',
  async (platform, problem, readable, said) => {
    expect(await whyNotStored(platform, problem, async () => readable)).toBe(said);
  },
);

test('an item that is not of its form is said to be corrupt, never replaced', async () => {
  const keychain = openOsKeychain();
  for (const text of ['?', '{', '{"version":2}', '{"version":1,"storeKey":"AA"}']) {
    await keychain.set('profile-c/keys', text);
    await keychain.set('profile-c/anchor', text);
    expect(await readKeys(keychain, 'profile-c', here)).toEqual({
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

test.each(['?', '{', '{"version":1,"committed":7,"pending":null}'])(
  'a head that is not of its form, as "%s", vouches for nothing, as one that is gone (S9)',
  async (text) => {
    const keychain = openOsKeychain();
    const made = await createKeys(keychain, 'profile-g', here, counting());
    await keychain.set('profile-g/anchor', text);
    const secrets = await readSecrets(keychain, 'profile-g', here);
    if (!made.ok || !secrets.ok) throw new Error('no secrets');
    expect(secrets.value).toEqual({ keys: made.value, heads: { committed: null, pending: null } });
    expect(await keychain.get('profile-g/anchor')).toEqual({ ok: true, value: text });
  },
);

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
