import keytar from 'keytar';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** The operating system's keychain: named items of text. Every failure says which kind it is. */
export type Keychain = {
  readonly get: (account: string) => Promise<Result<string | null, ProblemCode>>;
  readonly set: (account: string, secret: string) => Promise<Result<null, ProblemCode>>;
  /** Deletes an item; one that is not there is deleted. */
  readonly remove: (account: string) => Promise<Result<null, ProblemCode>>;
};

const SERVICE = 'kerbside';

/** A keychain that waits for a person to unlock it may hang; a driver cannot wait. */
export const KEYCHAIN_LIMIT_MS = 15_000;

const problemOf = (error: unknown): ProblemCode => {
  const text = error instanceof Error ? error.message : '';
  const missing = process.platform === 'linux' ? whatIsMissing(process.env, text) : null;
  if (missing !== null) return missing;
  if (/locked|prompt|dismissed/i.test(text)) return 'keychain-locked';
  if (/not provided by any|autolaunch|connect|disconnected|no such|activat|spawn/i.test(text)) {
    return 'keychain-absent';
  }
  return 'keychain-failed';
};

/** What was begun and is not over: it may still take effect, however long ago it was given up. */
const inFlight = new Set<Promise<unknown>>();

/** Whether something is in flight that the keychain has not answered yet, and may never answer. */
export const isKeychainAwaited = (): boolean => inFlight.size > 0;

/** Resolves once nothing is in flight any more. */
export const keychainSettled = async (): Promise<void> => {
  while (inFlight.size > 0) await Promise.allSettled(inFlight);
};

const bounded = async <T>(begin: () => Promise<T>): Promise<Result<T, ProblemCode>> => {
  const working = begin();
  inFlight.add(working);
  const over = () => inFlight.delete(working);
  working.then(over, over);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Result<T, ProblemCode>>((resolve) => {
    timer = setTimeout(() => resolve(err('keychain-slow')), KEYCHAIN_LIMIT_MS);
  });
  try {
    return await Promise.race([working.then((value) => ok(value)), limit]);
  } catch (error) {
    return err(problemOf(error));
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Why an item was not stored. Windows says so in the person's language, and by no number that reaches
 * us; but a Credential Manager that gives and takes nothing is full.
 */
export const whyNotStored = async (
  platform: NodeJS.Platform,
  problem: ProblemCode,
  canRead: () => Promise<boolean>,
): Promise<ProblemCode> => {
  const mayBeFull = platform === 'win32' && problem === 'keychain-failed';
  return mayBeFull && (await canRead()) ? 'keychain-full' : problem;
};

/** The keychain by libsecret, Windows' credential manager or macOS' keychain. */
export const openOsKeychain = (): Keychain => {
  const canRead = async (): Promise<boolean> =>
    (await bounded(() => keytar.getPassword(SERVICE, 'probe'))).ok;
  const set: Keychain['set'] = async (account, secret) => {
    const stored = await bounded(() => keytar.setPassword(SERVICE, account, secret));
    if (stored.ok) return ok(null);
    return err(await whyNotStored(process.platform, stored.error, canRead));
  };
  return {
    set,
    remove: async (account) => {
      const removed = await bounded(() => keytar.deletePassword(SERVICE, account));
      return removed.ok ? ok(null) : removed;
    },
    get: async (account) => {
      const item = await bounded(() => keytar.getPassword(SERVICE, account));
      if (!item.ok || item.value !== null) return item;
      // A locked keychain denies having an item that it does have, but not that it is locked when
      // it is to take one. Only who may write may believe that there is nothing.
      const writable = await set('probe', 'unlocked');
      return writable.ok ? item : writable;
    },
  };
};
