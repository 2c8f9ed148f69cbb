import { version as node } from 'node:process';
import type { SignedEntry } from '../shared/protocol/log/entry.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BareHandIn } from './depot/bare-main.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { type Stop, seedStops, tellPlanner } from './depot/seed-stops.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { bareHandIn, bareRequests, timed } from './depot/transfers.ts';
import { dockOnce } from './fleet/dock-once.ts';
import { watchHealth } from './fleet/watch-health.ts';

/** Terminals at once; a quick look has as many as `--runs` says, times ten. */
const TERMINALS = 500;
const ENTRIES = 200;
const HAND_OVERS = 60;
/** Two terminals of each pair have these stops in common: each is handed over on both. */
const SHARED = 2;
const GOAL_RATIO = 2;
const GOAL_HEALTH_MS = 100;

export type Figures = {
  readonly terminals: number;
  /** From the first request to the last receipt of all. */
  readonly wholeMs: number;
  readonly bareMs: number;
  /** Of each docking, its waits among it. */
  readonly dockMs: readonly number[];
  readonly failed: number;
  /** How often a terminal was told to wait. */
  readonly waits: number;
  readonly healthMs: readonly number[];
  /** Deliveries that were handed over on two terminals at once, and how many of them count once. */
  readonly raced: number;
  readonly countedOnce: number;
};

/** The figures as rows, and what they must not miss. */
export const judgeFleet = (figures: Figures): Pick<Measured, 'rows' | 'goals'> => {
  const { terminals, wholeMs, bareMs, dockMs, failed, waits, healthMs } = figures;
  const row = (metric: string, value: number, n: number, subject = 'kerbside'): Row => ({
    subject,
    metric,
    value,
    n,
  });
  const perSecond = (ms: number): number => (terminals * ENTRIES * 1_000) / ms;
  const doubled = figures.raced - figures.countedOnce;
  return {
    rows: [
      row('entries_per_s', perSecond(wholeMs), 1),
      row('entries_per_s', perSecond(bareMs), 1, 'limit:bare'),
      row('ratio', wholeMs / bareMs, 1),
      row('p50_ms', quantile(dockMs, 0.5), dockMs.length),
      row('p99_ms', quantile(dockMs, 0.99), dockMs.length),
      row('failed', failed, terminals),
      row('waits', waits, terminals),
      row('healthz_p50_ms', quantile(healthMs, 0.5), healthMs.length),
      row('healthz_p99_ms', quantile(healthMs, 0.99), healthMs.length),
      row('doubled', doubled, figures.raced),
    ],
    goals: [
      { metric: 'ratio', value: wholeMs / bareMs, atMost: GOAL_RATIO },
      { metric: 'failed', value: failed, atMost: 0 },
      { metric: 'healthz_p99_ms', value: quantile(healthMs, 0.99), atMost: GOAL_HEALTH_MS },
      { metric: 'doubled', value: doubled, atMost: 0 },
    ],
  };
};

type Waiting = {
  readonly terminal: BenchTerminal;
  readonly entries: readonly SignedEntry[];
  readonly bare: readonly BareHandIn[];
};

const writeDay = (terminal: BenchTerminal, stops: readonly Stop[]): Waiting => {
  const handOvers = stops.map((stop) => terminal.handOver(stop));
  const notes = Array.from({ length: ENTRIES - stops.length }, () => terminal.note());
  const entries = [...handOvers, ...notes];
  return { terminal, entries, bare: bareRequests(terminal.id, entries) };
};

/** Terminals with a day's entries each; two by two they have some stops in common. */
const prepare = async (depot: BenchDepot, count: number) => {
  const waiting: Waiting[] = [];
  const shared: Stop[] = [];
  let before: readonly Stop[] = [];
  for (let n = 0; n < count; n++) {
    const terminal = await depot.enrol(`Fleet ${n}`);
    const isSecond = n % 2 === 1;
    const own = HAND_OVERS - (isSecond ? SHARED : 0);
    const stops = await seedStops({ ...depot, terminal: terminal.id }, own);
    const both = isSecond ? before.slice(0, SHARED) : [];
    if (isSecond) {
      // Given to this one as well, as after a route that changed hands; the code is the same here.
      await depot.pool.query(
        `insert into delivery_epoch (depot, delivery, epoch)
         select $1, delivery, 2 from unnest($2::uuid[]) as delivery`,
        [depot.depot, both.map(({ delivery }) => delivery)],
      );
      await depot.pool.query(
        `insert into issue (depot, id, delivery, epoch, terminal, driver, salt, memory_kib, passes,
           lanes, presence_key, not_before, not_after, attempts, state, override_salt,
           override_presence_key, override_not_before, override_not_after, created_at)
         select depot, gen_random_uuid(), delivery, 2, $3, driver, salt, memory_kib, passes, lanes,
           presence_key, not_before, not_after, attempts, 'withdrawn', override_salt,
           override_presence_key, override_not_before, override_not_after, now()
         from issue where depot = $1 and delivery = any($2) and epoch = 1`,
        [depot.depot, both.map(({ delivery }) => delivery), terminal.id],
      );
      shared.push(...both);
    }
    const again = both.map((stop) => ({ ...stop, epoch: 2 as Stop['epoch'] }));
    waiting.push(writeDay(terminal, [...again, ...stops]));
    before = stops;
  }
  await tellPlanner(depot.pool);
  return { waiting, shared };
};

export const benchmark: Benchmark = {
  name: 'fleet',
  about: 'Many terminals dock at once, at two processes of central',
  run: async ({ runs, say }) => {
    const count = runs === undefined ? TERMINALS : Math.min(TERMINALS, runs * 10);
    const depot = await startDepot(2);
    try {
      say(`fleet: ${count} terminals are given a day`);
      const { waiting, shared } = await prepare(depot, count);
      say('fleet: all of them dock at the bare server');
      const bareMs = await timed(() =>
        Promise.all(waiting.map(({ bare }) => bareHandIn(depot.bare, bare))),
      );
      say('fleet: all of them dock');
      const health = watchHealth(depot.urls);
      const docked: Awaited<ReturnType<typeof dockOnce>>[] = [];
      const wholeMs = await timed(() =>
        Promise.all(
          waiting.map(async ({ terminal, entries }, n) => {
            const url = depot.urls[n % depot.urls.length] ?? '';
            docked.push(await dockOnce(terminal, entries, terminal.at(url)));
          }),
        ),
      );
      const healthMs = await health.stop();
      const { rows } = await depot.pool.query<{ n: number }>(
        'select count(*) as n from hand_over where depot = $1 and delivery = any($2)',
        [depot.depot, shared.map(({ delivery }) => delivery)],
      );
      return {
        ...judgeFleet({
          terminals: count,
          wholeMs,
          bareMs,
          dockMs: docked.map(({ ms }) => ms),
          failed: docked.filter(({ problem }) => problem !== null).length,
          waits: docked.reduce((sum, one) => sum + one.waits, 0),
          healthMs,
          raced: shared.length,
          countedOnce: rows[0]?.n ?? 0,
        }),
        versions: { node },
        notes: [
          'a docking is the time, 200 entries in (60 hand-overs), and a manifest without news; the limit is the entries alone',
          'terminals, both processes of central and PostgreSQL share this machine',
        ],
      };
    } finally {
      await depot.stop();
    }
  },
};
