import { type Job, type JobResult, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { type DepotId, depotId } from '../../../shared/protocol/ids.ts';
import { SECOND } from '../clock.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { forgetImports } from '../import/import-store.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import type { SendOutcome } from '../messages/send-code.ts';
import { forgetAnswers } from '../operators/idempotency.ts';
import { expirePasses } from '../passes/end-passes.ts';
import type { Ports } from '../ports.ts';
import { forgetNonces } from '../terminals/nonces.ts';

const SEND = 'send-sms';
const HOUSEKEEPING = 'housekeeping';
/** Seconds until the first retry; doubled with each, up to a quarter of an hour. */
const RETRY = { retryLimit: 40, retryDelay: 5, retryBackoff: true, retryDelayMax: 900 } as const;

/** A few at once, each settled by itself; the next batch at once while there is a backlog. */
const WORK = {
  pollingIntervalSeconds: 0.5,
  batchSize: 8,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** The payload: the issue's key and nothing else, so that no job holds a code or a number. */
const payload = z.strictObject({ depot: depotId, issue: z.uuid() });

export type Jobs = {
  readonly scheduleSms: Ports['scheduleSms'];
  /** Begins to work on the queue. */
  readonly work: (sendCode: SendCode) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type SendCode = (depot: DepotId, issue: string) => Promise<SendOutcome>;

const runJob = async (sendCode: SendCode, { id, data }: Job<unknown>): Promise<JobResult> => {
  try {
    const { depot, issue } = payload.parse(data);
    const outcome = await sendCode(depot, issue);
    // Too early: the database's clock ran ahead of ours, and a retry comes when it is due.
    if (outcome !== 'too-early') return { id, status: 'completed' };
  } catch {
    // What the provider said may name the number; the retry is all that is kept of it.
  }
  return { id, status: 'failed' };
};

/** Starts the job queue in its own schema. `onError` hears of failures between jobs. */
export const startJobs = async (
  databaseUrl: string,
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  onError: (error: Error) => void,
): Promise<Jobs> => {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'pgboss', max: 4 });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(SEND, RETRY);
  await boss.createQueue(HOUSEKEEPING, { retryLimit: 0 });
  return {
    scheduleSms: async (tx, depot, issue, due) => {
      const db = { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) };
      // As a delay, so that the database's clock need not agree with ours.
      const startAfter = Math.max(0, Math.ceil((due - now()) / SECOND));
      await boss.send(SEND, { depot, issue }, { startAfter, db });
    },
    work: async (sendCode) => {
      await boss.work(SEND, WORK, (jobs: Job<unknown>[]) =>
        Promise.all(jobs.map((job) => runJob(sendCode, job))),
      );
      await boss.work(HOUSEKEEPING, async () => {
        for (const depot of await listDepotIds(pool)) {
          await expireIssues(pool, depot, now());
          await expirePasses(pool, depot, now());
          await forgetImports(pool, depot, now());
          await forgetAnswers(pool, depot, now());
        }
        await forgetNonces(pool, now());
      });
      await boss.schedule(HOUSEKEEPING, '* * * * *');
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};
