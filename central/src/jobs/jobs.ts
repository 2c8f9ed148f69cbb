import { PgBoss } from 'pg-boss';
import { forgetViewers } from '../cases/view-case.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { keepRetention } from '../erasing/retention.ts';
import { forgetRequests } from '../http/rate-limit.ts';
import { forgetImports } from '../import/import-store.ts';
import { expireIssues } from '../manifest/withdraw-issues.ts';
import { closeMessages, forgetCodes } from '../messages/end-message.ts';
import { forgetAnswers } from '../operators/idempotency.ts';
import { placeActs } from '../operators/place-acts.ts';
import { expirePasses } from '../passes/end-passes.ts';
import type { Ports } from '../ports.ts';
import { countReports } from '../reports/count-reports.ts';
import { forgetSessions } from '../sessions/sessions.ts';
import { forgetChallenges } from '../sign-in/challenges.ts';
import { forgetTries } from '../sign-in/limits.ts';
import { forgetSetUpLinks } from '../sign-in/set-up-links.ts';
import { noteTroubles } from '../sign-in/sign-in-troubles.ts';
import { forgetNonces } from '../terminals/nonces.ts';
import { forgetEvents } from '../webhooks/sendings.ts';

const HOUSEKEEPING = 'housekeeping';
/** Beside it: nobody's code waits for a count. */
const REPORTS = 'reports';

export type Jobs = {
  /** Begins to work on the queue. */
  readonly work: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts the job queue in its own schema. `onError` hears of failures between jobs. */
export const startJobs = async (
  databaseUrl: string,
  ports: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
  onError: (error: Error) => void,
): Promise<Jobs> => {
  const { pool, now } = ports;
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'pgboss', max: 4 });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(HOUSEKEEPING, { retryLimit: 0 });
  await boss.createQueue(REPORTS, { retryLimit: 0 });
  return {
    work: async () => {
      await boss.work(HOUSEKEEPING, async () => {
        for (const depot of await listDepotIds(pool)) {
          await expireIssues(pool, depot, now());
          await expirePasses(pool, depot, now());
          await forgetCodes(pool, depot, now());
          await closeMessages(pool, depot, now());
          await forgetViewers(pool, depot);
          await forgetImports(pool, depot, now());
          await forgetAnswers(pool, depot, now());
          await keepRetention(pool, depot, now());
          await forgetEvents(pool, depot);
        }
        await forgetNonces(pool, now());
        await forgetSessions(pool);
        await forgetSetUpLinks(pool);
        await forgetTries(pool);
        await forgetRequests(pool);
        await forgetChallenges(pool);
        await noteTroubles(pool, now);
        await placeActs(ports);
      });
      await boss.work(REPORTS, async () => {
        for (const depot of await listDepotIds(pool)) await countReports(ports, depot);
      });
      await boss.schedule(HOUSEKEEPING, '* * * * *');
      await boss.schedule(REPORTS, '*/5 * * * *');
    },
    stop: () => boss.stop({ graceful: true, timeout: 3_000 }),
  };
};
