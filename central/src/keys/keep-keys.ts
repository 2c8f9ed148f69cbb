import { ok, type Result } from '../../../shared/result.ts';
import { HOUR, type Now } from '../clock.ts';
import type { Pool } from '../database/pool.ts';
import type { StartProblem } from '../start-problem.ts';
import { type CentralKeys, openCentralKeys } from './central-keys.ts';

export type KeptKeys = {
  /** Always those of the last look. */
  readonly keys: CentralKeys;
  /** Looks now: makes successors that are due, and takes those that another process has made. */
  readonly look: () => Promise<Result<null, StartProblem>>;
  readonly stop: () => void;
};

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
    get root() {
      return current.root;
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
    get listIssued() {
      return current.listIssued;
    },
    signing: (purpose, at) => current.signing(purpose, at),
    sealAgreement: (depot, secret) => current.sealAgreement(depot, secret),
    openAgreement: (depot, sealed) => current.openAgreement(depot, sealed),
  };
  const again = async (): Promise<void> => {
    const looked = await look();
    if (!looked.ok) onError(new Error(looked.error.code));
  };
  const timer = setInterval(() => void again().catch(onError), EACH_MS).unref();
  return ok({ keys, look, stop: () => clearInterval(timer) });
};
