import { type OpenConsole, openConsole } from '../e2e/console/open-console.ts';
import { startDisplay } from '../e2e/support/display.ts';
import { buildConsole } from '../scripts/build-console.ts';
import { type Benchmark, type Measured, quantile, type Row } from './benchmark.ts';
import {
  heapOf,
  type Interaction,
  quicken,
  scriptBytesOf,
  timeInteraction,
  timePaint,
} from './console/browser.ts';
import { type BenchDepot, startDepot } from './depot/start-depot.ts';
import { fillDepot, word } from './lists/fill-depot.ts';

const TERMINALS = 500;
const STOPS_EACH = 150;
/** With `--runs` so many for each. */
const TERMINALS_A_RUN = 10;
const TIMES = 20;
/** An hour in which something changes each five seconds. */
const EVENTS = 720;
const EVENTS_A_RUN = 20;
const WARM = 3;

const GOAL_PAINT_RATIO = 1.5;
const GOAL_INTERACTION_MS = 100;
const GOAL_SCRIPT_KB = 150;
const GOAL_HEAP_RATIO = 1.1;

/** What was measured: milliseconds, bytes. */
export type Figures = {
  readonly stops: number;
  readonly paintMs: readonly number[];
  readonly emptyMs: readonly number[];
  readonly interactions: readonly { readonly name: string; readonly ms: readonly number[] }[];
  readonly scriptBytes: number;
  /** What the page holds after a fifth of the events, and after all of them. */
  readonly heap: { readonly early: number; readonly late: number; readonly events: number };
};

/** The figures as rows, and what they must not miss. */
export const judgeConsole = (figures: Figures): Measured => {
  const { stops, paintMs, emptyMs, interactions, scriptBytes, heap } = figures;
  const [paint, empty] = [quantile(paintMs, 0.5), quantile(emptyMs, 0.5)];
  const heapRatio = heap.late / heap.early;
  const slowest = interactions.map(({ name, ms }) => ({ name, ms, p95: quantile(ms, 0.95) }));
  return {
    rows: [
      { subject: 'kerbside', metric: 'paint_p50_ms', value: paint, n: paintMs.length },
      { subject: 'limit:empty', metric: 'paint_p50_ms', value: empty, n: emptyMs.length },
      { subject: 'kerbside', metric: 'ratio', value: paint / empty, n: paintMs.length },
      ...slowest.flatMap(({ name, ms, p95 }): Row[] => [
        { subject: `kerbside:${name}`, metric: 'p50_ms', value: quantile(ms, 0.5), n: ms.length },
        { subject: `kerbside:${name}`, metric: 'p95_ms', value: p95, n: ms.length },
      ]),
      { subject: 'kerbside', metric: 'script_kb', value: scriptBytes / 1_000, n: 1 },
      { subject: 'kerbside', metric: 'heap_late_mb', value: heap.late / 1e6, n: heap.events },
      { subject: 'kerbside', metric: 'heap_ratio', value: heapRatio, n: heap.events },
    ],
    goals: [
      { metric: 'ratio of the first useful paint', value: paint / empty, atMost: GOAL_PAINT_RATIO },
      ...slowest.map(({ name, p95 }) => ({
        metric: `p95_ms of ${name}`,
        value: p95,
        atMost: GOAL_INTERACTION_MS,
      })),
      { metric: 'script_kb', value: scriptBytes / 1_000, atMost: GOAL_SCRIPT_KB },
      { metric: 'heap_ratio', value: heapRatio, atMost: GOAL_HEAP_RATIO },
    ],
    versions: {},
    notes: [
      `${stops} stops of one day, ${STOPS_EACH} for each terminal; a paint is of use when the depot’s sentence is on the screen`,
      'the empty page is what the same server answers to `/healthz`',
      'an interaction ends with the frame after what came of it is in the document, with what central was asked for it',
      `${heap.events} events, after each of which all that is shown is asked for again, stand for an hour with one each five seconds`,
    ],
  };
};

const interactionsOf = (
  route: string,
  lastName: string,
  terminals: number,
): readonly Interaction[] => [
  {
    name: 'open-route',
    at: '/routes',
    ready: '.virtual-list li a',
    touch: '.virtual-list li a',
    done: '.stop-row',
  },
  {
    name: 'open-stop',
    at: `/routes/${route}`,
    ready: '.stop-row a',
    touch: '.stop-row a',
    done: '.stop-view .stop-facts',
  },
  {
    name: 'filter-stops',
    at: `/routes/${route}`,
    ready: '.stops-filter select',
    touch: '.stops-filter select',
    value: 'failed',
    done: `.virtual-list li:not([aria-setsize="${STOPS_EACH}"]), main p[role="status"]`,
  },
  {
    name: 'find-terminal',
    at: '/terminals',
    ready: '.terminal-row',
    touch: 'input[type="search"]',
    value: 'Bench 9',
    done: `.virtual-list li:not([aria-setsize="${terminals}"]) .terminal-row`,
  },
  {
    name: 'search',
    at: '/routes',
    ready: '.virtual-list li a',
    before: ['.search-button'],
    touch: 'input[role="combobox"]',
    value: lastName,
    done: '.hit',
  },
  {
    name: 'open-case',
    at: '/settle',
    ready: '.case-row',
    touch: '.case-row',
    done: '.case-panel .case-details',
  },
  {
    name: 'settle-case',
    at: '/settle',
    ready: '.case-row',
    before: ['.case-row', '.case-decisions .button'],
    touch: '[role="dialog"] button[type="submit"]',
    done: '.case-settled',
  },
];

/** What was found is found again, so that the database opens cases: while a depot is filled it does not. */
const FIND_AGAIN = `
  with found as (delete from finding where depot = $1 and settled_at is null
    returning depot, terminal, sequence, code, entry_hash, entry, signature, received_at)
  insert into finding (depot, terminal, sequence, code, entry_hash, entry, signature, received_at)
  select * from found`;

const timesOf = async (count: number, measure: () => Promise<number>): Promise<number[]> => {
  const times: number[] = [];
  const warm = Math.min(WARM, count);
  for (let n = 0; n < warm + count; n++) {
    const ms = await measure();
    if (n >= warm) times.push(ms);
  }
  return times;
};

/** Tells the page so many times that something has changed, each once it has shown the last. */
const measureHeap = async (
  window: OpenConsole,
  depot: BenchDepot,
  events: number,
): Promise<Figures['heap']> => {
  await window.goTo('/depot');
  await quicken(window.page);
  let early = 0;
  for (let n = 1; n <= events; n++) {
    const answered = window.page.waitForResponse((answer) => answer.url().endsWith('/board'));
    const change = JSON.stringify([{ depot: depot.depot, topic: 'terminals' }]);
    await depot.pool.query('select pg_notify($1, $2)', ['kerbside_changes', change]);
    await (await answered).finished();
    if (n === Math.ceil(events / 5)) early = await heapOf(window);
  }
  return { early, late: await heapOf(window), events };
};

export const benchmark: Benchmark = {
  name: 'console',
  about: `The console in the real browser with ${TERMINALS} terminals and their day, or ${TERMINALS_A_RUN} for each of --runs`,
  run: async ({ runs, say }) => {
    const terminals = runs === undefined ? TERMINALS : runs * TERMINALS_A_RUN;
    const times = runs === undefined ? TIMES : Math.min(TIMES, runs);
    const events = runs === undefined ? EVENTS : runs * EVENTS_A_RUN;
    await buildConsole();
    const endings: (() => Promise<unknown>)[] = [];
    try {
      const depot = await startDepot();
      endings.push(depot.stop);
      const stops = terminals * STOPS_EACH;
      await fillDepot(depot.pool, depot.depot, depot.driver, stops, say, terminals);
      await depot.pool.query(FIND_AGAIN, [depot.depot]);
      const display = await startDisplay({ width: 1400, height: 900 });
      endings.push(() => display.stop());
      const [url = ''] = depot.urls;
      const grants = [{ name: 'dispatcher', depot: depot.depot }];
      const who = { name: 'Nadia', kind: 'person', grants, days: 1 };
      const { token } = (await depot.staff('POST', '/v1/operators', who)) as { token: string };
      const window = await openConsole({ url }, display.env, token);
      endings.push(() => window.close());
      await window.resize({ width: 1280, height: 800 });
      const { page } = window;

      const scriptBytes = await scriptBytesOf(window, '/depot');
      const emptyMs = await timesOf(times, () => timePaint(page, `${url}/healthz`, 'body'));
      const paintMs = await timesOf(times, () => timePaint(page, `${url}/depot`, 'h1.sentence'));
      say('the first paint is measured');
      const { rows } = await depot.pool.query<{ id: string; lastName: string }>(
        `select id, ${word('last', '7')} as "lastName" from route
         where depot = $1 and day = current_date order by name limit 1`,
        [depot.depot],
      );
      const interactions = [];
      const [{ id, lastName } = { id: '', lastName: '' }] = rows;
      for (const interaction of interactionsOf(id, lastName, terminals)) {
        const ms = await timesOf(times, () => timeInteraction(window, interaction));
        interactions.push({ name: interaction.name, ms });
        say(`${interaction.name} is measured`);
      }
      const heap = await measureHeap(window, depot, events);
      return judgeConsole({ stops, paintMs, emptyMs, interactions, scriptBytes, heap });
    } finally {
      for (const end of endings.reverse()) await end();
    }
  },
};
