import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { err, ok } from '../../shared/result.ts';
import { type Helper, openHelperKeychain } from './helper-keychain.ts';
import { type LastingKeychain, makeLastingKeychain } from './lasting-keychain.ts';
import { machineId } from './machine-id.ts';
import { type Keychain, keychainSettled, openOsKeychain } from './os-keychain.ts';
import { createKeys, makeAnchorKeeper, readSecrets } from './terminal-secrets.ts';

const machine = machineId.parse('0'.repeat(32));
const program = fileURLToPath(new URL('./helper.ts', import.meta.url));

let keyring: PrivateKeyring;
let started: number;
let lasting: LastingKeychain;
let environment: Record<string, string>;

/** The helper as the app starts it, but by Node.js. */
const startHelper = (): Helper => {
  started++;
  const child = fork(program, [], {
    env: { ...process.env, DISPLAY: '', ...environment },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    post: (request) => void child.send(request),
    onAnswer: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', listener),
    end: () => void child.kill('SIGKILL'),
  };
};
/** A process whose session with the keychain is gone, or that never had one. */
const lost: Keychain = {
  get: async () => err('keychain-failed'),
  set: async () => err('keychain-failed'),
  remove: async () => err('keychain-failed'),
};
const make = (own: Keychain, settled: () => Promise<void> = async () => {}): LastingKeychain =>
  makeLastingKeychain({ own, settled, helper: openHelperKeychain(startHelper) });

beforeEach(async () => {
  keyring = await startPrivateKeyring();
  environment = { ...keyring.env };
  started = 0;
});
afterEach(async () => {
  lasting.forget();
  await keyring.stop();
});

test('a process that never lost the keychain asks nobody else', async () => {
  Object.assign(process.env, keyring.env);
  lasting = make(openOsKeychain(), keychainSettled);
  expect(await lasting.set('a', 'secret')).toEqual(ok(null));
  expect(await lasting.get('a')).toEqual(ok('secret'));
  expect(started).toBe(0);
});

test('a service that was started anew is found by another process, as often as that happens (S8)', async () => {
  lasting = make(lost);
  for (const round of [1, 2, 3]) {
    expect(await lasting.set('a', `secret ${round}`)).toEqual(ok(null));
    expect(await lasting.get('a')).toEqual(ok(`secret ${round}`));
    await keyring.unlock();
    // The session that the other process had is gone: it is replaced before anybody notices.
    expect(await lasting.get('a')).toEqual(ok(`secret ${round}`));
  }
  expect(started).toBeGreaterThan(1);
});

test('one that comes back locked is called locked, and taken when it is unlocked (S8)', async () => {
  lasting = make(lost);
  expect(await lasting.set('a', 'secret')).toEqual(ok(null));
  await keyring.lock();
  expect(await lasting.set('a', 'other')).toEqual(err('keychain-locked'));
  await keyring.unlock();
  expect(await lasting.get('a')).toEqual(ok('secret'));
});

test('nothing is asked elsewhere while an act that was given up may still take effect (A7)', async () => {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const slow: Keychain = { ...lost, set: async () => err('keychain-slow') };
  lasting = make(slow, () => settled);
  expect(await lasting.set('a', 'late')).toEqual(err('keychain-slow'));
  const next = lasting.set('a', 'next');
  const before = started;
  settle();
  expect(await next).toEqual(ok(null));
  expect([before, started]).toEqual([0, 1]);
});

test('a helper that is killed is replaced', async () => {
  let current: Helper | null = null;
  const helper = openHelperKeychain(() => {
    current = startHelper();
    return current;
  });
  lasting = makeLastingKeychain({ own: lost, settled: async () => undefined, helper });
  expect(await lasting.set('a', 'secret')).toEqual(ok(null));
  const asking = lasting.get('a');
  (current as Helper | null)?.end();
  expect(await asking).toEqual(ok('secret'));
});

test.each([
  ['is unset', ''],
  ['is disabled', 'disabled:'],
  ['is disabled in other words', 'disabled:nothing'],
])('a session bus that %s is no session (S3)', async (_, address) => {
  environment = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
  lasting = make(lost);
  expect(await lasting.get('a')).toEqual(err('keychain-no-session'));
});

test('a bus that stands where a session has it is found, whatever the environment says (S3)', async () => {
  const bus = keyring.env['DBUS_SESSION_BUS_ADDRESS']?.replace('unix:path=', '') ?? '';
  const folder = bus.slice(0, bus.lastIndexOf('/'));
  environment = {
    ...environment,
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    XDG_RUNTIME_DIR: folder,
  };
  lasting = make(lost);
  expect(await lasting.set('a', 'secret')).toEqual(ok(null));
});

test('a user for whom nobody made a keyring has none, which is not a locked one (S3)', async () => {
  await keyring.stop();
  keyring = await startPrivateKeyring({ unmade: true });
  environment = { ...keyring.env };
  lasting = make(lost);
  expect(await lasting.set('a', 'secret')).toEqual(err('keychain-not-made'));
  // Asked for all that a start needs, it says the same.
  expect(await readSecrets(lasting, 'profile', machine)).toEqual(err('keychain-not-made'));
  await keyring.unlock();
  expect(await lasting.set('a', 'secret')).toEqual(ok(null));
});

test('a keychain that reads and takes nothing is found before anybody is at a door (S10)', async () => {
  lasting = make(lost);
  const items = new Map([
    ['profile/anchor', JSON.stringify({ version: 1, committed: null, pending: null })],
  ]);
  const once: Keychain = {
    ...lost,
    set: async (account, secret) => {
      items.set(account, secret);
      return ok(null);
    },
  };
  await createKeys(once, 'profile', machine, (bytes) => new Uint8Array(bytes));
  const readOnly: Keychain = {
    get: async (account) => ok(items.get(account) ?? null),
    set: async () => err('keychain-locked'),
    remove: async () => err('keychain-locked'),
  };
  expect((await makeAnchorKeeper(readOnly, 'profile').read()).ok).toBe(true);
  expect(await readSecrets(readOnly, 'profile', machine)).toEqual(err('keychain-locked'));
});

test('a keychain that is locked is asked once at a start, as it may leave a second question unanswered', async () => {
  const asked: string[] = [];
  const refuse = async (account: string) => {
    asked.push(account);
    return err('keychain-locked' as const);
  };
  const locked: Keychain = { get: refuse, set: refuse, remove: refuse };
  expect(await readSecrets(locked, 'profile', machine)).toEqual(err('keychain-locked'));
  expect(asked).toEqual(['probe']);
});
