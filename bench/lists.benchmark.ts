import { systemNow } from '../central/src/clock.ts';
import { closeMessages } from '../central/src/messages/end-message.ts';
import { depotId } from '../shared/protocol/ids.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import type { BareQuery } from './depot/bare-main.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { fillDepot } from './lists/fill-depot.ts';
import { type List, listsOf, ROWS, SAMPLES } from './lists/lists.ts';

const DELIVERIES = 1_000_000;
const DELIVERIES_A_RUN = 10_000;
const GOAL_RATIO = 3;
const TIMES = 21;
const WARM = 5;

/** What one list took, and its limit, each as often. */
export type ListTimes = {
  readonly name: string;
  readonly ms: readonly number[];
  readonly bareMs: readonly number[];
};

/** The figures as rows, and what they must not miss. */
export const judgeLists = (deliveries: number, times: readonly ListTimes[]): Measured => {
  const ratios = times.map(({ name, ms, bareMs }) => ({
    name,
    value: quantile(ms, 0.5) / quantile(bareMs, 0.5),
    n: ms.length,
  }));
  return {
    rows: times.flatMap(({ name, ms, bareMs }, i): Row[] => {
      const n = ms.length;
      return [
        { subject: `kerbside:${name}`, metric: 'p50_ms', value: quantile(ms, 0.5), n },
        { subject: `limit:${name}`, metric: 'p50_ms', value: quantile(bareMs, 0.5), n },
        { subject: `kerbside:${name}`, metric: 'ratio', value: ratios[i]?.value ?? 0, n },
      ];
    }),
    goals: ratios.map(({ name, value }) => ({
      metric: `ratio of ${name}`,
      value,
      atMost: GOAL_RATIO,
    })),
    versions: {},
    notes: [
      `${deliveries} deliveries and ${5 * deliveries} entries of one depot; ${ROWS} rows on a page`,
      'the limit is a bare HTTP server that runs the one indexed query without joins, and answers its rows; of hand-overs it checks a signature each',
    ],
  };
};

const askBare = async ({ bare }: BenchDepot, query: BareQuery): Promise<unknown> => {
  const answer = await fetch(`${bare.url}/query`, { method: 'POST', body: JSON.stringify(query) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

const measure = async (depot: BenchDepot, list: List): Promise<ListTimes> => {
  const { name, path, sql, signatures } = list;
  const query = { sql, values: [depot.depot, ROWS], signatures };
  const [ms, bareMs]: [number[], number[]] = [[], []];
  for (let n = 0; n < WARM + TIMES; n++) {
    const bare = await timed(() => askBare(depot, query));
    const own = await timed(() => depot.staff('GET', path));
    if (n < WARM) continue;
    bareMs.push(bare);
    ms.push(own);
  }
  return { name, ms, bareMs };
};

export const benchmark: Benchmark = {
  name: 'lists',
  about: `Every list and search over ${DELIVERIES} deliveries, or ${DELIVERIES_A_RUN} for each of --runs, beside its bare indexed query`,
  run: async ({ runs, say }) => {
    const count = runs === undefined ? DELIVERIES : runs * DELIVERIES_A_RUN;
    const depot = await startDepot();
    try {
      await fillDepot(depot.pool, depot.depot, depot.driver, count, say);
      await closeMessages(depot.pool, depotId.parse(depot.depot), systemNow());
      await depot.pool.query('vacuum analyze message');
      await depot.pool.query('checkpoint');
      const { rows } = await depot.pool.query(SAMPLES, [depot.depot]);
      const times: ListTimes[] = [];
      for (const list of listsOf(depot.depot, rows[0])) {
        times.push(await measure(depot, list));
        say(`${list.name} is measured`);
      }
      return judgeLists(count, times);
    } finally {
      await depot.stop();
    }
  },
};
