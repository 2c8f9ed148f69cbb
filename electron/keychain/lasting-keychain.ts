import { err, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { openHelperKeychain } from './helper-keychain.ts';
import { KEYCHAIN_LIMIT_MS, type Keychain } from './os-keychain.ts';

type Parts = {
  /** The keychain by this process, which is the fastest. */
  readonly own: Keychain;
  /** Resolves once nothing that this process began there is in flight any more. */
  readonly settled: () => Promise<void>;
  readonly helper: ReturnType<typeof openHelperKeychain>;
};

/** A keychain that is found again by the process that had lost it. */
export type LastingKeychain = Keychain & {
  /** Ends the other process, if there is one; the next act starts another. */
  readonly forget: () => void;
};

/**
 * The keychain, through whatever becomes of it. Its library has one session in a process, and does
 * not find another one when the service is started anew: after the first act that fails here, all go
 * by a process of their own, which is replaced as often as it must be.
 *
 * An act that was given up may still take effect, and would undo what follows: so nothing is asked
 * of the other process until nothing is in flight in this one.
 */
export const makeLastingKeychain = ({ own, settled, helper }: Parts): LastingKeychain => {
  let isLost = false;

  const isQuiet = async (): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), KEYCHAIN_LIMIT_MS);
    });
    const quiet = await Promise.race([settled().then(() => true), limit]);
    clearTimeout(timer);
    return quiet;
  };

  const act = async <T>(
    work: (by: Keychain) => Promise<Result<T, ProblemCode>>,
  ): Promise<Result<T, ProblemCode>> => {
    if (!isLost) {
      const done = await work(own);
      if (done.ok) return done;
      isLost = true;
      if (done.error === 'keychain-slow') return done;
    }
    return (await isQuiet()) ? work(helper) : err('keychain-slow');
  };

  return {
    get: (account) => act((by) => by.get(account)),
    set: (account, secret) => act((by) => by.set(account, secret)),
    remove: (account) => act((by) => by.remove(account)),
    forget: helper.end,
  };
};
