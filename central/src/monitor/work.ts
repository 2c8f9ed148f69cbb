import { Gauge, type Registry } from 'prom-client';
import { DAY, type Now, SECOND } from '../clock.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { at, type Pool } from '../database/pool.ts';

/** What is to be done, of all depots together. */
type Work = {
  readonly waiting: number;
  readonly claimed: number;
  readonly accepted: number;
  readonly failed: number;
  /** For how long the oldest has been due that no provider has taken, in milliseconds. */
  readonly oldestMs: number;
  readonly findings: number;
  readonly unsealed: number;
};

const readWork = async (pool: Pool, now: Now): Promise<Work> => {
  const depots = await listDepotIds(pool);
  const messages = await pool.query<
    Omit<Work, 'findings' | 'unsealed' | 'oldestMs'> & { due: number | null }
  >(
    `select count(*) filter (where state = 'waiting') as waiting,
       count(*) filter (where state = 'claimed') as claimed,
       count(*) filter (where state = 'accepted') as accepted,
       count(*) filter (where state = 'failed' and ended_at > $3) as failed,
       min(due) filter (where state in ('waiting', 'claimed') and not awaits_docking
         and due <= $2) as due
     from message where depot = any($1)
       and state in ('waiting', 'claimed', 'accepted', 'failed')`,
    [depots, at(now()), new Date(now() - DAY)],
  );
  const findings = await pool.query<{ n: number }>(
    'select count(*) as n from finding where depot = any($1) and settled_at is null',
    [depots],
  );
  const unsealed = await pool.query<{ n: number }>(
    `select count(*) as n from route join delivery on delivery.depot = route.depot
       and delivery.route = route.id
     where route.depot = any($1) and route.terminal is not null and delivery.status = 'open'
       and delivery.not_after > $2 and not exists (select 1 from issue
         where issue.depot = delivery.depot and issue.delivery = delivery.id
           and issue.state = 'active' and issue.terminal = route.terminal)`,
    [depots, at(now())],
  );
  const { due = null, ...states } = messages.rows[0] ?? {
    waiting: 0,
    claimed: 0,
    accepted: 0,
    failed: 0,
  };
  return {
    ...states,
    oldestMs: due === null ? 0 : now() - due,
    findings: findings.rows[0]?.n ?? 0,
    unsealed: unsealed.rows[0]?.n ?? 0,
  };
};

/** However often somebody asks, the database is asked no sooner again. */
const KEPT_MS = 10 * SECOND;

/**
 * What operators alarm on: messages, findings, codes to be made, and whether the database answers. While
 * it does not, the others keep their last values.
 */
export const observeWork = (pool: Pool, now: Now, registry: Registry): void => {
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const messages = gauge(
    'kerbside_messages',
    'Messages that are not over, by state; failed: in the last 24 hours',
    ['state'],
  );
  const oldest = gauge(
    'kerbside_message_oldest_due_seconds',
    'For how long the oldest message has been due that no provider has taken',
  );
  const findings = gauge('kerbside_findings_open', 'Findings that nobody has settled');
  const unsealed = gauge(
    'kerbside_codes_unsealed',
    'Stops of assigned routes whose code is still to be made',
  );
  const look = async (): Promise<boolean> => {
    try {
      const work = await readWork(pool, now);
      for (const state of ['waiting', 'claimed', 'accepted', 'failed'] as const) {
        messages.set({ state }, work[state]);
      }
      oldest.set(work.oldestMs / SECOND);
      findings.set(work.findings);
      unsealed.set(work.unsealed);
      return true;
    } catch {
      return false;
    }
  };
  let kept = { until: Number.NEGATIVE_INFINITY, answer: Promise.resolve(false) };
  const up = new Gauge({
    name: 'kerbside_database_up',
    help: 'Whether the database has answered (1) or not (0)',
    registers: [registry],
    collect: async () => {
      const moment = performance.now();
      if (kept.until < moment) kept = { until: moment + KEPT_MS, answer: look() };
      up.set((await kept.answer) ? 1 : 0);
    },
  });
};
