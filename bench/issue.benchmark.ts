import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { version as node } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { makeNativeArgon2id } from '../central/src/codes/argon2id.ts';
import { csvLine, HEADER } from '../central/src/testing/seed.ts';
import { STANDARD_COST } from '../shared/protocol/crypto/argon2id.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { barePull, pullAll, timed } from './depot/transfers.ts';

/** A morning; a quick look has two terminals, with so many stops as `--runs` says, times four. */
const TERMINALS = 20;
const STOPS = 150;
/** Codes are made at 90 % of what the cores can derive. */
const GOAL_RATIO = 1 / 0.9;
const GOAL_DOCK_RATIO = 3;

export type Figures = {
  readonly stops: number;
  /** From the assignment of the last route until the last code is made. */
  readonly sealMs: number;
  /** Of as many bare derivations, on all cores. */
  readonly bareMs: number;
  /** Codes that were given out beyond one for each stop. */
  readonly twice: number;
  /** Of each docking after that, and of the raw transfer of the same items. */
  readonly dockMs: readonly number[];
  readonly rawMs: readonly number[];
};

/** The figures as rows, and what they must not miss. */
export const judgeIssue = (figures: Figures): Pick<Measured, 'rows' | 'goals'> => {
  const { stops, sealMs, bareMs, twice, dockMs, rawMs } = figures;
  const row = (subject: string, metric: string, value: number, n: number): Row => ({
    subject,
    metric,
    value,
    n,
  });
  const dockRatio = quantile(dockMs, 0.5) / quantile(rawMs, 0.5);
  return {
    rows: [
      row('kerbside:issue', 'stops_per_s', (stops * 1_000) / sealMs, stops),
      row('limit:argon2id', 'stops_per_s', (stops * 1_000) / bareMs, stops),
      row('kerbside:issue', 'ratio', sealMs / bareMs, stops),
      row('kerbside:issue', 'twice', twice, stops),
      row('kerbside:dock', 'p50_ms', quantile(dockMs, 0.5), dockMs.length),
      row('limit:transfer', 'p50_ms', quantile(rawMs, 0.5), rawMs.length),
      row('kerbside:dock', 'ratio', dockRatio, dockMs.length),
    ],
    goals: [
      { metric: 'ratio of issue', value: sealMs / bareMs, atMost: GOAL_RATIO },
      { metric: 'twice', value: twice, atMost: 0 },
      { metric: 'ratio of dock', value: dockRatio, atMost: GOAL_DOCK_RATIO },
    ],
  };
};

const BARE = 24;

/** Milliseconds of so many derivations at the standard cost, as fast as the cores can. */
const bareDerivations = async (count: number): Promise<number> => {
  const argon2id = makeNativeArgon2id(availableParallelism());
  const [secret, salt] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(16))];
  const derive = (): Promise<unknown> => argon2id(secret, salt, STANDARD_COST);
  await derive();
  const ms = await timed(() => Promise.all(Array.from({ length: BARE }, derive)));
  return (ms / BARE) * count;
};

/** A route of so many stops for a terminal, not assigned yet. */
const importRoute = async (depot: BenchDepot, n: number, stops: number): Promise<string> => {
  const line = (i: number): string => csvLine(Date.now(), i + 1, { route: `M${n}` });
  const file = [HEADER, ...Array.from({ length: stops }, (_, i) => line(i))].join('\n');
  const path = `/v1/depots/${depot.depot}/deliveries`;
  const { routes } = (await depot.staff('POST', path, file)) as { routes: { id: string }[] };
  return routes[0]?.id ?? '';
};

const countMade = async ({ pool, depot }: BenchDepot): Promise<number> =>
  (
    await pool.query<{ n: number }>(
      `select count(*) as n from issue where depot = $1 and state = 'active'`,
      [depot],
    )
  ).rows[0]?.n ?? 0;

const measure = async (
  depot: BenchDepot,
  terminals: number,
  perTerminal: number,
): Promise<Figures> => {
  const stops = terminals * perTerminal;
  const all: { terminal: BenchTerminal; route: string }[] = [];
  for (let n = 0; n < terminals; n++) {
    const terminal = await depot.enrol(`Morning ${n}`);
    all.push({ terminal, route: await importRoute(depot, n, perTerminal) });
  }
  const bareMs = await bareDerivations(2 * stops);
  const sealMs = await timed(async () => {
    for (const { terminal, route } of all) {
      const body = { terminal: terminal.id, driver: depot.driver };
      const once = { 'if-match': '"1"', 'idempotency-key': `"${route}"` };
      await depot.staff('POST', `/v1/routes/${route}/assign`, body, once);
    }
    while ((await countMade(depot)) < stops) await pause(50);
  });
  const [dockMs, rawMs]: [number[], number[]] = [[], []];
  for (const { terminal } of all) {
    rawMs.push(await timed(() => barePull(depot.bare, terminal.id)));
    dockMs.push(await timed(() => pullAll(terminal)));
  }
  const { rows } = await depot.pool.query<{ n: number }>(
    'select count(*) as n from delivery_epoch where depot = $1',
    [depot.depot],
  );
  return { stops, sealMs, bareMs, twice: (rows[0]?.n ?? 0) - stops, dockMs, rawMs };
};

export const benchmark: Benchmark = {
  name: 'issue',
  about: 'Codes of a morning are made ahead, and the terminals dock after that',
  run: async ({ runs, say }) => {
    const [terminals, perTerminal] =
      runs === undefined ? [TERMINALS, STOPS] : [2, Math.min(STOPS, runs * 4)];
    const depot = await startDepot();
    try {
      say(`issue: ${terminals} routes of ${perTerminal} stops`);
      return {
        ...judgeIssue(await measure(depot, terminals, perTerminal)),
        versions: { node },
        notes: [
          'each stop takes two derivations: the code of the customer, and the code of the dispatcher',
          'a worker that had nothing to do rests for up to two seconds: part of the time until the last code is made',
        ],
      };
    } finally {
      await depot.stop();
    }
  },
};
