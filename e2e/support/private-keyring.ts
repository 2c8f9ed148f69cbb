import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type OwnedProcess, startOwned } from './owned-process.ts';
import { waitUntil } from './wait-until.ts';

/** A keychain that no other program on this machine shares. */
export interface PrivateKeyring {
  /** To be laid over the environment of the program that uses it. */
  readonly env: Readonly<Record<string, string>>;
  /** Locks it, as it is before anyone has logged in; what it holds stays. */
  lock(): Promise<void>;
  /** Unlocks it again. */
  unlock(): Promise<void>;
  /** The process that keeps it, to stop and go on. */
  daemon(): number;
  /** Ends its processes and removes its folder, with everything kept in it. */
  stop(): Promise<void>;
}

const secretService = 'org.freedesktop.secrets';
const password = 'private-keyring';

const nobodyLocks = (): never => {
  throw new Error("nothing locks Windows' Credential Manager while its user is signed in");
};
/** Windows has one for each user; under Wine that is a user of this run alone. */
const CREDENTIAL_MANAGER: PrivateKeyring = {
  env: {},
  lock: nobodyLocks,
  unlock: nobodyLocks,
  daemon: nobodyLocks,
  stop: async () => undefined,
};

/**
 * Starts a session bus of its own and a real gnome-keyring on it, with a HOME of their own.
 *
 * @param options `locked`: there is a keyring, but nobody has unlocked it. `unmade`: the keychain
 *   runs, and nobody ever made a keyring, as after an automatic sign-in. `absent`: nobody
 *   answers for the keychain on this bus, and nothing will be started that does.
 * @throws if dbus-daemon or gnome-keyring-daemon is not installed or does not start
 */
export async function startPrivateKeyring(
  options: { locked?: boolean; unmade?: boolean; absent?: boolean } = {},
): Promise<PrivateKeyring> {
  if (process.platform === 'win32') return CREDENTIAL_MANAGER;
  const home = mkdtempSync(path.join(tmpdir(), 'kerbside-keyring-'));
  const env = makeHome(home);
  let bus: OwnedProcess | undefined;
  let keyring: OwnedProcess | undefined;
  const restart = async (unlock: boolean) => {
    await keyring?.stop();
    keyring = await startKeyring(env, unlock);
  };
  const stop = async () => {
    await keyring?.stop();
    await bus?.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    bus = await startBus(home, env);
    if (options.unmade === true) await restart(false);
    else if (options.absent !== true) await restart(true);
    if (options.locked === true) await restart(false);
  } catch (error) {
    await stop();
    throw error;
  }
  const daemon = (): number => {
    const pid = keyring?.child.pid;
    if (pid === undefined) throw new Error('the keyring is not running');
    return pid;
  };
  return { env, lock: () => restart(false), unlock: () => restart(true), daemon, stop };
}

function makeHome(home: string): Record<string, string> {
  const folders = {
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_RUNTIME_DIR: path.join(home, 'run'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    HOME: home,
    ...folders,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(home, 'bus')}`,
  };
}

/** A bus without service folders: it starts nothing by itself. */
async function startBus(home: string, env: Record<string, string>): Promise<OwnedProcess> {
  const config = path.join(home, 'bus.conf');
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${env['DBUS_SESSION_BUS_ADDRESS']}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  const bus = await startOwned(
    'dbus-daemon',
    [`--config-file=${config}`, '--nofork', '--nopidfile'],
    { env: { ...process.env, ...env } },
  );
  await waitUntil('the session bus answers', () => owns(env, 'org.freedesktop.DBus'));
  return bus;
}

async function startKeyring(env: Record<string, string>, unlock: boolean): Promise<OwnedProcess> {
  const keyring = await startOwned(
    'gnome-keyring-daemon',
    ['--foreground', '--components=secrets', ...(unlock ? ['--unlock'] : [])],
    { env: { ...process.env, ...env }, ...(unlock ? { input: password } : {}) },
  );
  await waitUntil('the keyring answers', () => owns(env, secretService));
  return keyring;
}

/** Has the bus an owner for this name? */
async function owns(env: Record<string, string>, name: string): Promise<boolean> {
  const call = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'];
  const method = ['org.freedesktop.DBus.NameHasOwner', `string:${name}`];
  try {
    const { stdout } = await promisify(execFile)('dbus-send', [...call, ...method], {
      env: { ...process.env, ...env },
    });
    return stdout.includes('true');
  } catch {
    return false;
  }
}
