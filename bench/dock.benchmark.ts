import { version as node } from 'node:process';
import type { SignedEntry } from '../shared/protocol/log/entry.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { seedStops } from './depot/seed-stops.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { bareHandIn, barePull, bareRequests, handIn, pullAll, timed } from './depot/transfers.ts';

const RUNS = 5;
const GOAL_RATIO = 2;
/** What a docking is measured at; a quick look, with fewer runs than `RUNS`, has less. */
const ENTRIES = 1_000;
const STOPS = 10_000;
const QUICK = 500;
/** What beside it says whether the cost grows as the size does. */
const SIZES = [100, 1_000, 10_000, 100_000] as const;

export type Kind = 'entries' | 'hand-overs' | 'stops';
/** Milliseconds of one docking, and of the bare server with the same. */
export type Sample = {
  readonly kind: Kind;
  readonly size: number;
  readonly ms: number;
  readonly bareMs: number;
};

const row = (subject: string, metric: string, value: number, n: number): Row => ({
  subject,
  metric,
  value,
  n,
});

/** The size of which there is a ratio: the goal's, or what a quick look has. */
const mainSize = (samples: readonly Sample[], kind: Kind): number => {
  const goal = kind === 'stops' ? STOPS : ENTRIES;
  const isMeasured = samples.some((one) => one.kind === kind && one.size === goal);
  return isMeasured ? goal : QUICK;
};

/** By how much one item costs more at the largest size than at the main one; 1 is linear. */
const growthOf = (samples: readonly Sample[], kind: Kind): number | null => {
  const perItem = (size: number): number | null => {
    const ms = samples.filter((one) => one.kind === kind && one.size === size).map((one) => one.ms);
    return ms.length === 0 ? null : quantile(ms, 0.5) / size;
  };
  const largest = Math.max(...samples.filter((one) => one.kind === kind).map(({ size }) => size));
  const [at, most] = [perItem(1_000), perItem(largest)];
  return at === null || most === null || largest === 1_000 ? null : most / at;
};

/** The figures as rows, and what they must not miss. */
export const judgeDock = (samples: readonly Sample[]): Pick<Measured, 'rows' | 'goals'> => {
  const kinds = ['entries', 'hand-overs', 'stops'] as const;
  const of = (kind: Kind, size: number) =>
    samples.filter((one) => one.kind === kind && one.size === size);
  const ratio = (kind: Kind): number => {
    const at = of(kind, mainSize(samples, kind));
    return (
      quantile(
        at.map(({ ms }) => ms),
        0.5,
      ) /
      quantile(
        at.map(({ bareMs }) => bareMs),
        0.5,
      )
    );
  };
  const rows = kinds.flatMap((kind) => {
    const sizes = [...new Set(samples.filter((one) => one.kind === kind).map((one) => one.size))];
    const growth = growthOf(samples, kind);
    return [
      ...sizes
        .sort((a, b) => a - b)
        .flatMap((size) => {
          const at = of(kind, size);
          const p50 = (pick: (one: Sample) => number) => quantile(at.map(pick), 0.5);
          return [
            row(
              `kerbside:${kind}`,
              `p50_ms_${size}`,
              p50(({ ms }) => ms),
              at.length,
            ),
            row(
              `limit:${kind}`,
              `p50_ms_${size}`,
              p50(({ bareMs }) => bareMs),
              at.length,
            ),
          ];
        }),
      row(`kerbside:${kind}`, 'ratio', ratio(kind), of(kind, mainSize(samples, kind)).length),
      ...(growth === null ? [] : [row(`kerbside:${kind}`, 'growth', growth, 1)]),
    ];
  });
  const goals = kinds.map((kind) => ({
    metric: `ratio of ${kind}`,
    value: ratio(kind),
    atMost: GOAL_RATIO,
  }));
  return { rows, goals };
};

const write = async (
  depot: BenchDepot,
  terminal: BenchTerminal,
  kind: 'entries' | 'hand-overs',
  size: number,
): Promise<SignedEntry[]> => {
  if (kind === 'entries') return Array.from({ length: size }, () => terminal.note());
  const stops = await seedStops({ ...depot, terminal: terminal.id }, size);
  return stops.map((stop) => terminal.handOver(stop));
};

/** Each docking has a terminal of its own, as at the end of a day. */
const measure = async (depot: BenchDepot, kind: Kind, size: number): Promise<Sample> => {
  const terminal = await depot.enrol(`${kind} ${size} ${Math.random()}`);
  const sample = (ms: number, bareMs: number): Sample => ({ kind, size, ms, bareMs });
  if (kind === 'stops') {
    await seedStops({ ...depot, terminal: terminal.id }, size);
    const bareMs = await timed(() => barePull(depot.bare, terminal.id));
    return sample(await timed(() => pullAll(terminal)), bareMs);
  }
  const entries = await write(depot, terminal, kind, size);
  const bare = bareRequests(terminal.id, entries);
  const bareMs = await timed(() => bareHandIn(depot.bare, bare));
  return sample(await timed(() => handIn(terminal, entries)), bareMs);
};

export const benchmark: Benchmark = {
  name: 'dock',
  about: 'Entries and hand-overs in, stops out, each verified and stored, over loopback',
  run: async ({ runs = RUNS, say }) => {
    const depot = await startDepot();
    try {
      const samples: Sample[] = [];
      for (const kind of ['entries', 'hand-overs', 'stops'] as const) {
        // The first ones warm up.
        await measure(depot, kind, 200);
        await measure(depot, kind, 200);
        const main = kind === 'stops' ? STOPS : ENTRIES;
        for (const size of runs < RUNS ? [QUICK] : SIZES) {
          say(`dock: ${size} ${kind}`);
          const repeats = size === main || size === QUICK ? runs : 1;
          for (let n = 0; n < repeats; n++) samples.push(await measure(depot, kind, size));
        }
      }
      return {
        ...judgeDock(samples),
        versions: { node },
        notes: [
          'the limit: the same bytes to a bare server, which checks as many signatures, inserts the rows in one statement, and does nothing else',
        ],
      };
    } finally {
      await depot.stop();
    }
  },
};
