import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemCode } from '../../shared/terminal/problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The bus that a systemd session has, whether or not the environment names one. */
const standardBus = (env: Environment): string | null => {
  const folder = env['XDG_RUNTIME_DIR'];
  return folder === undefined || folder === '' ? null : join(folder, 'bus');
};

/** Whether there is no session bus to look for: none is named, or Chromium has put `disabled:`. */
const isWithoutSession = (env: Environment): boolean => {
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (address !== '') return address.startsWith('disabled:');
  const bus = standardBus(env);
  return bus === null || !existsSync(bus);
};

const hasKeyring = (env: Environment): boolean => {
  const data = env['XDG_DATA_HOME'] ?? join(env['HOME'] ?? '/', '.local', 'share');
  try {
    return readdirSync(join(data, 'keyrings')).some((name) => name.endsWith('.keyring'));
  } catch {
    return false;
  }
};

/**
 * On Linux, what IT has to make before there can be a keychain, told from a failure's text: no
 * session that has one, or no keyring of this user. Null: nothing that it could tell.
 */
export const whatIsMissing = (env: Environment, failure: string): ProblemCode | null => {
  if (isWithoutSession(env)) return 'keychain-no-session';
  const asksForOne = /does not exist at path|collection|SystemPrompter|prompt|dismissed/i;
  return asksForOne.test(failure) && !hasKeyring(env) ? 'keychain-not-made' : null;
};

/** Where the environment denies the session's bus although it is there, it is looked for again. */
export const findSessionBus = (env: NodeJS.ProcessEnv): void => {
  const bus = standardBus(env);
  if (isWithoutSession(env) && bus !== null && existsSync(bus)) {
    env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${bus}`;
  }
};
