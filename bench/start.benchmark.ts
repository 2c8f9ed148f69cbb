import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDisplay } from '../e2e/support/display.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { openPtyPair } from '../e2e/support/pty.ts';
import { seedProfile } from '../faults/support/seeded-profile.ts';
import { type Benchmark, type Measured, quantile, type Row, spreadOf } from './benchmark.ts';
import type { Figures, Start } from './start/figures.ts';
import { timeStart } from './start/start-process.ts';

const KERBSIDE = path.join(import.meta.dirname, '..', 'out', 'main', 'index.cjs');
/** A stop can be opened, and the scanner is. */
const READY = ['main.route .big-button', '[data-scanner="connected"]'];
const EMPTY = path.join(import.meta.dirname, 'start', 'empty-window.mjs');
const RUNS = 10;
const WARM_UP = 3;
const STOPS = 10_000;
/** A single run only shows that it measures: cold, with few stops. */
const QUICK_STOPS = 500;
const GOAL_RATIO = 1.5;
const GOAL_MEMORY_MIB = 60;
const measure = async (runs: number, say: (text: string) => void): Promise<Figures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-bench-start-'));
  const endings: (() => Promise<void>)[] = [];
  try {
    const keyring = await startPrivateKeyring();
    endings.push(keyring.stop);
    const display = await startDisplay({ width: 600, height: 900 });
    endings.push(display.stop);
    const line = await openPtyPair(path.join(folder, 'line'));
    endings.push(line.stop);
    const profile = path.join(folder, 'terminal');
    const [warmUp, stops] = runs === 1 ? [0, QUICK_STOPS] : [WARM_UP, STOPS];
    await seedProfile(profile, keyring, { sealed: 0, more: stops });
    const env = { ...keyring.env, ...display.env, KERBSIDE_SCANNER: line.terminalEnd };
    let versions: Figures['versions'] = {};
    const time = async (main: string, selectors: readonly string[], home: string) => {
      const started = await timeStart(main, selectors, { ...env, KERBSIDE_PROFILE: home });
      const { electron = '', chrome = '' } = started.versions;
      versions = { electron, chromium: chrome };
      return started;
    };
    const kerbside = () => time(KERBSIDE, READY, profile);
    const empty = () => time(EMPTY, ['main'], path.join(folder, 'empty'));

    const figures = { kerbside: [] as Start[], empty: [] as Start[] };
    // The first of each warm the machine's caches, and Chromium's of the compiled script.
    for (let n = 1 - warmUp; n <= runs; n++) {
      const pair = n % 2 === 0 ? [await empty(), await kerbside()] : [await kerbside()];
      if (n % 2 !== 0) pair.unshift(await empty());
      const [one, other] = pair;
      if (n < 1 || one === undefined || other === undefined) continue;
      figures.empty.push(one);
      figures.kerbside.push(other);
      say(`start: ${n} of ${runs}: ${other.ms.toFixed(0)} ms beside ${one.ms.toFixed(0)} ms`);
    }
    return { ...figures, stops, versions };
  } finally {
    for (const end of endings.reverse()) await end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** The figures as rows, and what they must not miss. */
export const judgeStarts = ({ kerbside, empty, stops, versions }: Figures): Measured => {
  const n = kerbside.length;
  const ms = (starts: readonly Start[]) => starts.map((start) => start.ms);
  const memory = (starts: readonly Start[]) =>
    quantile(
      starts.map(({ memoryMiB }) => memoryMiB),
      0.5,
    );
  const ratio = quantile(ms(kerbside), 0.5) / quantile(ms(empty), 0.5);
  const more = memory(kerbside) - memory(empty);
  const row = (subject: string, metric: string, value: number): Row => ({
    subject,
    metric,
    value,
    n,
  });
  return {
    rows: [
      ...spreadOf('kerbside', ms(kerbside)),
      ...spreadOf('peer:empty-window', ms(empty)),
      row('kerbside', 'ratio_p50', ratio),
      row('kerbside', 'memory_p50_mib', memory(kerbside)),
      row('peer:empty-window', 'memory_p50_mib', memory(empty)),
      row('kerbside', 'memory_more_mib', more),
    ],
    goals: [
      { metric: 'ratio_p50', value: ratio, atMost: GOAL_RATIO },
      { metric: 'memory_more_mib', value: more, atMost: GOAL_MEMORY_MIB },
    ],
    versions,
    notes: [
      `process start until the scanner is open and the first of ${stops} stops can be opened; a touch in the tenths of a second after that waits until the store was held against its log`,
    ],
  };
};

export const benchmark: Benchmark = {
  name: 'start',
  about: 'From the start of the process to a scanner and a stop that can be used',
  run: async ({ runs = RUNS, say }) => judgeStarts(await measure(runs, say)),
};
