import { version as node } from 'node:process';
import type { ManifestItem } from '../shared/protocol/api/terminal.ts';
import type { SignedEntry } from '../shared/protocol/log/entry.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BenchTerminal } from './depot/bench-terminal.ts';
import { seedStops, tellPlanner } from './depot/seed-stops.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { bareHandIn, barePull, bareRequests, handIn, pullAll, timed } from './depot/transfers.ts';
import { type PouchPeer, startPouch } from './pouch/pouch-peer.ts';

const RUNS = 5;
const GOAL_RATIO = 2;
/** PouchDB takes five times as long. */
const GOAL_OF_PEER = 1 / 5;
/** What a docking is measured at; a single run has less. */
const ENTRIES = 1_000;
const STOPS = 10_000;
const QUICK = 500;
/** What beside it says whether the cost grows as the size does; the last for all the runs alone. */
const SIZES = [100, 1_000, 10_000, 100_000] as const;
const sizesFor = (runs: number): readonly number[] => {
  if (runs === 1) return [QUICK];
  return runs < RUNS ? SIZES.slice(0, -1) : SIZES;
};

const KINDS = ['entries', 'hand-overs', 'stops'] as const;
export type Kind = (typeof KINDS)[number];
/** Milliseconds of one docking, and of the bare server and of PouchDB with the same. */
export type Sample = {
  readonly kind: Kind;
  readonly size: number;
  readonly ms: number;
  readonly bareMs: number;
  /** Null where it was not measured: beside the main size. */
  readonly peerMs: number | null;
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

const median = (samples: readonly Sample[], pick: (one: Sample) => number | null): number =>
  quantile(
    samples.flatMap((one) => pick(one) ?? []),
    0.5,
  );

const rowsOf = (samples: readonly Sample[], kind: Kind): Row[] => {
  const of = samples.filter((one) => one.kind === kind);
  const at = (size: number) => of.filter((one) => one.size === size);
  const main = at(mainSize(samples, kind));
  const ratio = median(main, ({ ms }) => ms) / median(main, ({ bareMs }) => bareMs);
  const peer = median(main, ({ peerMs }) => peerMs);
  const growth = growthOf(samples, kind);
  return [
    ...[...new Set(of.map(({ size }) => size))]
      .sort((a, b) => a - b)
      .flatMap((size) => {
        const n = at(size).length;
        const [ms, bareMs] = [
          median(at(size), (one) => one.ms),
          median(at(size), (one) => one.bareMs),
        ];
        return [
          row(`kerbside:${kind}`, `p50_ms_${size}`, ms, n),
          row(`limit:${kind}`, `p50_ms_${size}`, bareMs, n),
          row(`kerbside:${kind}`, `us_each_${size}`, (1_000 * ms) / size, n),
        ];
      }),
    row(`peer:pouchdb:${kind}`, `p50_ms_${main[0]?.size ?? 0}`, peer, main.length),
    row(`kerbside:${kind}`, 'ratio', ratio, main.length),
    row(`kerbside:${kind}`, 'of_pouchdb', median(main, ({ ms }) => ms) / peer, main.length),
    ...(growth === null ? [] : [row(`kerbside:${kind}`, 'growth', growth, 1)]),
  ];
};

/** The figures as rows, and what they must not miss. */
export const judgeDock = (samples: readonly Sample[]): Pick<Measured, 'rows' | 'goals'> => {
  const rows = KINDS.flatMap((kind) => rowsOf(samples, kind));
  const goal = (kind: Kind, metric: string, atMost: number) => ({
    metric: `${metric} of ${kind}`,
    value: rows.find((one) => one.subject === `kerbside:${kind}` && one.metric === metric)?.value,
    atMost,
  });
  const goals = KINDS.flatMap((kind) => [
    goal(kind, 'ratio', GOAL_RATIO),
    goal(kind, 'of_pouchdb', GOAL_OF_PEER),
  ]);
  return { rows, goals: goals.map(({ value = Number.NaN, ...one }) => ({ ...one, value })) };
};

const write = async (
  depot: BenchDepot,
  terminal: BenchTerminal,
  kind: 'entries' | 'hand-overs',
  size: number,
): Promise<SignedEntry[]> => {
  if (kind === 'entries') return Array.from({ length: size }, () => terminal.note());
  const stops = await seedStops({ ...depot, terminal: terminal.id }, size);
  await tellPlanner(depot.pool);
  return stops.map((stop) => terminal.handOver(stop));
};

/** Each docking has a terminal of its own, as at the end of a day. */
const measure = async (
  depot: BenchDepot,
  pouch: PouchPeer | null,
  kind: Kind,
  size: number,
): Promise<Sample> => {
  const terminal = await depot.enrol(`${kind} ${size} ${Math.random()}`);
  if (kind === 'stops') {
    await seedStops({ ...depot, terminal: terminal.id }, size);
    await tellPlanner(depot.pool);
    const bareMs = await timed(() => barePull(depot.bare, terminal.id));
    let items: readonly ManifestItem[] = [];
    const ms = await timed(async () => {
      items = await pullAll(terminal);
    });
    return { kind, size, ms, bareMs, peerMs: pouch && (await pouch.pull(items)) };
  }
  const entries = await write(depot, terminal, kind, size);
  const bare = bareRequests(terminal.id, entries);
  const bareMs = await timed(() => bareHandIn(depot.bare, bare));
  const ms = await timed(() => handIn(terminal, entries));
  return { kind, size, ms, bareMs, peerMs: pouch && (await pouch.push(entries)) };
};

export const benchmark: Benchmark = {
  name: 'dock',
  about: 'Entries and hand-overs in, stops out, each verified and stored, over loopback',
  run: async ({ runs = RUNS, say }) => {
    const pouch = await startPouch();
    const depot = await startDepot();
    try {
      const samples: Sample[] = [];
      for (const kind of KINDS) {
        // The first ones warm up.
        await measure(depot, pouch, kind, 200);
        await measure(depot, pouch, kind, 200);
        const main = kind === 'stops' ? STOPS : ENTRIES;
        for (const size of sizesFor(runs)) {
          say(`dock: ${size} ${kind}`);
          const isMain = size === main || size === QUICK;
          for (let n = 0; n < (isMain ? runs : 1); n++) {
            samples.push(await measure(depot, isMain ? pouch : null, kind, size));
          }
        }
      }
      return {
        ...judgeDock(samples),
        versions: { node },
        notes: [
          'the limit: the same bytes to a bare server, which checks as many signatures, inserts the rows in one statement, and does nothing else',
          'the peer: PouchDB replicates the same documents over HTTP, from LevelDB to LevelDB, checks no signature, and does not wait for the disk',
        ],
      };
    } finally {
      await depot.stop();
      await pouch.stop();
    }
  },
};
