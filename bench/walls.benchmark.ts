import { existsSync } from 'node:fs';
import { version as node } from 'node:process';
import { PGBOUNCER, startPgBouncer } from '../central/src/testing/pgbouncer.ts';
import { freePorts } from '../central/src/testing/postgres-pair.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { seedStops, tellPlanner } from './depot/seed-stops.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { handIn, pullAll, timed } from './depot/transfers.ts';

const RUNS = 21;
const SIZE = 500;
const QUICK = 50;
/** Questions of a person for each run: they are short. */
const ASKED = 5;
const GOAL_RATIO = 1.1;

/** What was done twice in turn, once with what stands in between and once without, in milliseconds. */
export type Pair = {
  readonly subject: string;
  readonly ms: readonly number[];
  readonly withoutMs: readonly number[];
};

/** The figures as rows, and what they must not miss. */
export const judgeWalls = (pairs: readonly Pair[]): Pick<Measured, 'rows' | 'goals'> => {
  const rows = pairs.flatMap(({ subject, ms, withoutMs }): Row[] => {
    const [own, without] = [quantile(ms, 0.5), quantile(withoutMs, 0.5)];
    const n = ms.length;
    return [
      { subject: `kerbside:${subject}`, metric: 'p50_ms', value: own, n },
      { subject: `without:${subject}`, metric: 'p50_ms', value: without, n },
      { subject: `kerbside:${subject}`, metric: 'ratio', value: own / without, n },
    ];
  });
  const goals = rows
    .filter(({ metric }) => metric === 'ratio')
    .map(({ subject, value }) => ({
      metric: `ratio of ${subject.replace('kerbside:', '')}`,
      atMost: GOAL_RATIO,
      value,
    }));
  return { rows, goals };
};

type Act = () => Promise<unknown>;

/** Does both in turn, each as often first as second; the first two of each warm up. */
const inTurn = async (
  subject: string,
  runs: number,
  prepare: () => Promise<{ readonly own: Act; readonly without: Act }>,
): Promise<Pair> => {
  const [ms, withoutMs]: [number[], number[]] = [[], []];
  for (let n = -2; n < runs; n++) {
    const { own, without } = await prepare();
    const order = [
      [own, ms],
      [without, withoutMs],
    ] as const;
    for (const [act, times] of n % 2 === 0 ? order : order.toReversed()) {
      const took = await timed(act);
      if (n >= 0) times.push(took);
    }
  }
  return { subject, ms, withoutMs };
};

/** Dockings by a process of central that reaches PostgreSQL over PgBouncer, beside one that does not. */
const behindPooler = async (depot: BenchDepot, size: number, runs: number): Promise<Pair[]> => {
  const [port = 0] = await freePorts(1);
  const pooler = await startPgBouncer(depot.databaseUrl, port);
  try {
    const url = await depot.another({
      DATABASE_URL: pooler.url,
      KERBSIDE_DATABASE_DIRECT_URL: depot.databaseUrl,
    });
    const two = async (): Promise<readonly [BenchTerminal, BenchTerminal]> => [
      await depot.enrol(`T ${Math.random()}`),
      await depot.enrol(`T ${Math.random()}`),
    ];
    const stopsFor = async (terminal: BenchTerminal) => {
      const stops = await seedStops({ ...depot, terminal: terminal.id }, size);
      await tellPlanner(depot.pool);
      return stops;
    };
    const handOvers = await inTurn('dock-over-pgbouncer:hand-overs', runs, async () => {
      const [one, other] = await two();
      const own = (await stopsFor(one)).map((stop) => one.handOver(stop));
      const without = (await stopsFor(other)).map((stop) => other.handOver(stop));
      return {
        own: () => handIn(one, own, one.at(url)),
        without: () => handIn(other, without),
      };
    });
    const stops = await inTurn('dock-over-pgbouncer:stops', runs, async () => {
      const [one, other] = await two();
      await stopsFor(one);
      await stopsFor(other);
      return { own: () => pullAll(one, one.at(url)), without: () => pullAll(other) };
    });
    return [handOvers, stops];
  } finally {
    await pooler.stop();
  }
};

/** What people ask who may see this depot alone, under row-level security, beside who may see all. */
const behindWall = async (depot: BenchDepot, runs: number): Promise<Pair[]> => {
  const keyFor = async (name: string, where: object): Promise<string> => {
    const grants = [{ name: 'dispatcher', ...where }];
    const made = await depot.staff('POST', '/v1/operators', {
      ...{ name, kind: 'integration', grants, days: 1 },
    });
    return (made as { token: string }).token;
  };
  const [walled, free] = [
    await keyFor('One depot', { depot: depot.depot }),
    await keyFor('All', {}),
  ];
  const ask = (key: string, path: string) => async () => {
    const answer = await fetch(depot.urls[0] + path, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.text();
  };
  const pairs: Pair[] = [];
  const lists = { deliveries: '/v1/deliveries?text=customer&', 'hand-overs': '/v1/hand-overs?' };
  for (const [list, from] of Object.entries(lists)) {
    const path = `${from}depot=${depot.depot}&limit=100`;
    const asked = { own: ask(walled, path), without: ask(free, path) };
    pairs.push(await inTurn(`wall:${list}`, ASKED * runs, async () => asked));
  }
  return pairs;
};

export const benchmark: Benchmark = {
  name: 'walls',
  about: 'Dockings over PgBouncer, and lists under row-level security, beside the same without',
  run: async ({ runs = RUNS, say }) => {
    const hasPooler = existsSync(PGBOUNCER);
    const depot = await startDepot();
    try {
      say('walls: dockings over PgBouncer');
      const pooled = hasPooler ? await behindPooler(depot, runs === 1 ? QUICK : SIZE, runs) : [];
      say('walls: lists under row-level security');
      const walled = await behindWall(depot, runs);
      return {
        ...judgeWalls([...pooled, ...walled]),
        versions: { node },
        notes: [
          "row-level security holds for what operators of named depots ask; dockings are the terminal's own rows and run without it",
          ...(hasPooler ? [] : ["PgBouncer is not here: install Debian's package for its part"]),
        ],
      };
    } finally {
      await depot.stop();
    }
  },
};
