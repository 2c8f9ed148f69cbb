import { existsSync } from 'node:fs';
import { version as node } from 'node:process';
import { systemNow } from '../central/src/clock.ts';
import { closeMessages } from '../central/src/messages/end-message.ts';
import { PGBOUNCER, startPgBouncer } from '../central/src/testing/pgbouncer.ts';
import { freePorts } from '../central/src/testing/postgres-pair.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { seedStops, tellPlanner } from './depot/seed-stops.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { handIn, pullAll, timed } from './depot/transfers.ts';
import { fillDepot } from './lists/fill-depot.ts';
import { listsOf, SAMPLES } from './lists/lists.ts';

const RUNS = 21;
const SIZE = 500;
const QUICK = 50;
/** Terminals that dock at the same time, with as many stops all together. */
const TOGETHER = 10;
/** Deliveries that are in a depot whose lists are read. */
const FILLED = 20_000;
const FILLED_QUICK = 4_000;
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

/** One depot for each part: what one has written the other does not read. */
const inDepot = async (act: (depot: BenchDepot) => Promise<Pair[]>): Promise<Pair[]> => {
  const depot = await startDepot();
  try {
    return await act(depot);
  } finally {
    await depot.stop();
  }
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
    // Beside a process that has done as little: what the first one has done has made it quicker.
    const direct = await depot.another({});
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
        without: () => handIn(other, without, other.at(direct)),
      };
    });
    const fleetOf = async (count: number) => {
      const fleet = [];
      // One after the other: central lets in few who enrol at once.
      for (let n = 0; n < count; n++) {
        const terminal = await depot.enrol(`T ${Math.random()}`);
        const stops = await seedStops({ ...depot, terminal: terminal.id }, size / count);
        fleet.push({ terminal, entries: stops.map((stop) => terminal.handOver(stop)) });
      }
      return fleet;
    };
    type Fleet = Awaited<ReturnType<typeof fleetOf>>;
    const dockAll = (fleet: Fleet, at: string) => () =>
      Promise.all(fleet.map(({ terminal, entries }) => handIn(terminal, entries, terminal.at(at))));
    const fleets = await inTurn('fleet-over-pgbouncer:hand-overs', runs, async () => {
      const [own, without] = [await fleetOf(TOGETHER), await fleetOf(TOGETHER)];
      await tellPlanner(depot.pool);
      return { own: dockAll(own, url), without: dockAll(without, direct) };
    });
    const stops = await inTurn('dock-over-pgbouncer:stops', runs, async () => {
      const [one, other] = await two();
      await stopsFor(one);
      await stopsFor(other);
      return {
        own: () => pullAll(one, one.at(url)),
        without: () => pullAll(other, other.at(direct)),
      };
    });
    return [handOvers, fleets, stops];
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
  const { rows } = await depot.pool.query(SAMPLES, [depot.depot]);
  const lists = listsOf(depot.depot, rows[0]).map(({ name, path }) => [name, path] as const);
  const { rows: some } = await depot.pool.query(
    "select id from delivery where depot = $1 and status = 'delivered' limit 1",
    [depot.depot],
  );
  const seen = [
    ['story', `/v1/deliveries/${some[0].id}/story`],
    ['search', `/v1/depots/${depot.depot}/search?text=${rows[0].lastName}`],
    ['board', `/v1/depots/${depot.depot}/board`],
  ] as const;
  const pairs: Pair[] = [];
  for (const [list, path] of [...lists, ...seen]) {
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
    say('walls: dockings over PgBouncer');
    const size = runs === 1 ? QUICK : SIZE;
    const pooled = hasPooler ? await inDepot((depot) => behindPooler(depot, size, runs)) : [];
    say('walls: lists under row-level security');
    const walled = await inDepot(async (depot) => {
      const filled = runs === 1 ? FILLED_QUICK : FILLED;
      await fillDepot(depot.pool, depot.depot, depot.driver, filled, say);
      await closeMessages(depot.pool, depot.depot, systemNow());
      await depot.pool.query('vacuum analyze');
      return behindWall(depot, runs);
    });
    return {
      ...judgeWalls([...pooled, ...walled]),
      versions: { node },
      notes: [
        "row-level security holds for what operators of named depots ask; dockings are the terminal's own rows and run without it",
        ...(hasPooler ? [] : ["PgBouncer is not here: install Debian's package for its part"]),
      ],
    };
  },
};
