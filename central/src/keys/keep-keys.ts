import type { Instant } from '../../../shared/protocol/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { HOUR, type Now } from '../clock.ts';
import type { Pool } from '../database/pool.ts';
import type { StartProblem } from '../start-problem.ts';
import { type CentralKeys, openCentralKeys } from './central-keys.ts';
import { LIST_ISSUED } from './roll-keys.ts';

export type KeptKeys = {
  /** Always those of the last look. */
  readonly keys: CentralKeys;
  /** Looks now: makes successors that are due, and takes those that another process has made. */
  readonly look: () => Promise<Result<null, StartProblem>>;
  /** Looks now if the list of keys was issued later than the one that is known here. */
  readonly follow: FollowKeys;
  readonly stop: () => void;
};

/**
 * Takes keys that another process has made, if the list was issued later than what this process knows:
 * at `issued`, or as the database says. Asked before anything is signed, so that a key that was ended
 * signs nothing more.
 */
export type FollowKeys = (issued?: Instant) => Promise<void>;

const listIssued = async (pool: Pool): Promise<Instant> =>
  (await pool.query<{ issued: Instant }>(`select ${LIST_ISSUED} as issued`)).rows[0]?.issued ??
  (0 as Instant);

/** A look that failed, because the key file is another one, is not tried again by each request. */
const TRY_AGAIN_MS = 10_000;

const EACH_MS = HOUR;

/**
 * Opens central's keys, and looks at them again each hour, so that a process that runs for months rolls
 * them as one that is started again does. A look that fails, because the database is away or the key file
 * is, changes nothing; `onError` hears of it.
 */
export const keepCentralKeys = async (
  pool: Pool,
  keyFile: string,
  now: Now,
  onError: (error: Error) => void,
): Promise<Result<KeptKeys, StartProblem>> => {
  const opened = await openCentralKeys(pool, keyFile, now());
  if (!opened.ok) return opened;
  let current = opened.value;
  const look = async (): Promise<Result<null, StartProblem>> => {
    const next = await openCentralKeys(pool, keyFile, now());
    if (!next.ok) return next;
    current = next.value;
    return ok(null);
  };
  const keys: CentralKeys = {
    get roots() {
      return current.roots;
    },
    get issuing() {
      return current.issuing;
    },
    get codeSealing() {
      return current.codeSealing;
    },
    get tokenSealing() {
      return current.tokenSealing;
    },
    get signIn() {
      return current.signIn;
    },
    get webhooks() {
      return current.webhooks;
    },
    get list() {
      return current.list;
    },
    get listed() {
      return current.listed;
    },
    get listIssued() {
      return current.listIssued;
    },
    signing: (purpose, at) => current.signing(purpose, at),
    sealAgreement: (depot, secret) => current.sealAgreement(depot, secret),
    openAgreement: (depot, sealed) => current.openAgreement(depot, sealed),
  };
  let notBefore = 0;
  const again = async (): Promise<void> => {
    try {
      const looked = await look();
      if (looked.ok) return;
      onError(new Error(looked.error.code));
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
    notBefore = performance.now() + TRY_AGAIN_MS;
  };
  let looking: Promise<void> | null = null;
  const follow: FollowKeys = async (known) => {
    const issued = known ?? (await listIssued(pool));
    // Twice: a look that is under way may have begun before these keys were made.
    for (let looks = 0; looks < 2 && issued > current.listIssued; looks++) {
      if (looking === null && performance.now() < notBefore) return;
      looking ??= again().finally(() => {
        looking = null;
      });
      await looking;
    }
  };
  const timer = setInterval(() => void again(), EACH_MS).unref();
  return ok({ keys, look, follow, stop: () => clearInterval(timer) });
};
