import { err, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { type HelperRequest, helperAnswer } from './helper-messages.ts';
import { KEYCHAIN_LIMIT_MS, type Keychain } from './os-keychain.ts';

/** A process that was started for the keychain. */
export type Helper = {
  readonly post: (request: HelperRequest) => void;
  readonly onAnswer: (listener: (answer: unknown) => void) => void;
  readonly onEnd: (listener: () => void) => void;
  /** Ends it at once: what it had begun is not finished by it. */
  readonly end: () => void;
};

type Answered = Result<string | null, ProblemCode>;
type Asked =
  | { readonly act: 'get' | 'remove'; readonly account: string }
  | { readonly act: 'set'; readonly account: string; readonly secret: string };

const startAsking = (helper: Helper) => {
  const waiting = new Map<number, (answer: Answered) => void>();
  let asked = 0;
  helper.onAnswer((message) => {
    const answer = helperAnswer.safeParse(message);
    if (answer.success) waiting.get(answer.data.id)?.(answer.data.result);
  });
  const fail = (problem: ProblemCode): void => {
    for (const answer of waiting.values()) answer(err(problem));
  };
  helper.onEnd(() => fail('keychain-failed'));
  const ask = (request: Asked): Promise<Answered> =>
    new Promise((resolve) => {
      const id = ++asked;
      const timer = setTimeout(() => answer(err('keychain-slow')), KEYCHAIN_LIMIT_MS);
      const answer = (result: Answered): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(result);
      };
      waiting.set(id, answer);
      helper.post({ id, ...request });
    });
  return { ask, fail };
};

type Started = {
  readonly helper: Helper;
  readonly asking: ReturnType<typeof startAsking>;
  /** Whether it ever had a session with the keychain. */
  served: boolean;
};

/**
 * The keychain by another process, which is replaced after each act that fails. One that had served
 * may have lost its session since, and done nothing: then the act is another one's, once.
 */
export const openHelperKeychain = (
  start: () => Helper,
): Keychain & { readonly end: () => void } => {
  let current: Started | null = null;
  const end = (): void => {
    current?.helper.end();
    current = null;
  };
  const startOne = (): Started => {
    const helper = start();
    const started: Started = { helper, asking: startAsking(helper), served: false };
    helper.onEnd(() => {
      if (current === started) current = null;
    });
    return started;
  };
  const ask = async (request: Asked): Promise<Answered> => {
    current ??= startOne();
    const used = current;
    const answer = await used.asking.ask(request);
    if (answer.ok) {
      used.served = true;
      return answer;
    }
    if (current === used) {
      // What else was asked of it fails for the same reason, and not because it is ended.
      used.asking.fail(answer.error);
      end();
    }
    return used.served && answer.error !== 'keychain-slow' ? ask(request) : answer;
  };
  const done = async (request: Asked): Promise<Result<null, ProblemCode>> => {
    const answer = await ask(request);
    return answer.ok ? { ok: true, value: null } : answer;
  };
  return {
    get: (account) => ask({ act: 'get', account }),
    set: (account, secret) => done({ act: 'set', account, secret }),
    remove: (account) => done({ act: 'remove', account }),
    end,
  };
};
