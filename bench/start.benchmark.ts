import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningApp, startApp } from '../e2e/support/app.ts';
import { startDisplay } from '../e2e/support/display.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { openPtyPair } from '../e2e/support/pty.ts';
import { seedProfile } from '../faults/support/seeded-profile.ts';
import { type Benchmark, type Measured, quantile, type Row, spreadOf } from './benchmark.ts';
import type { Figures, Start } from './start/figures.ts';

const EMPTY = path.join(import.meta.dirname, 'start', 'empty-window.mjs');
const RUNS = 10;
const STOPS = 10_000;
const GOAL_RATIO = 1.5;
const GOAL_MEMORY_MIB = 60;
/** How long a start may take on a machine that does other things as well. */
const PATIENCE_MS = 120_000;

/** The memory of every process of the app, what they share counted once (Linux: PSS), in MiB. */
const memoryOf = async (app: RunningApp): Promise<number> => {
  const pids = await app.electron.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid }) => pid),
  );
  const kib = pids.map((pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  });
  return kib.reduce((sum, each) => sum + each, 0) / 1024;
};

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
    await seedProfile(profile, keyring, { sealed: 0, more: STOPS });
    const env = { ...keyring.env, ...display.env };
    const scanner = line.terminalEnd;
    let versions: Figures['versions'] = {};

    const time = async (start: () => Promise<RunningApp>, ready: (app: RunningApp) => unknown) => {
      const before = performance.now();
      const app = await start();
      try {
        await ready(app);
        const ms = performance.now() - before;
        const memoryMiB = await memoryOf(app);
        versions = await app.electron.evaluate(() => ({
          electron: process.versions.electron ?? '',
          chromium: process.versions['chrome'] ?? '',
        }));
        return { ms, memoryMiB };
      } finally {
        await app.close();
      }
    };
    const kerbside = () =>
      time(
        () => startApp({ profile, scanner, env }),
        async ({ page }) => {
          await page.locator('main.route .big-button').waitFor({ timeout: PATIENCE_MS });
          await page.locator('[data-scanner="connected"]').first().waitFor();
        },
      );
    const empty = () =>
      time(
        () => startApp({ profile: path.join(folder, 'empty'), scanner, env, main: EMPTY }),
        ({ page }) => page.locator('main').waitFor(),
      );

    const figures = { kerbside: [] as Start[], empty: [] as Start[] };
    // The first of each warms the machine's caches.
    for (let n = 0; n <= runs; n++) {
      const pair = n % 2 === 0 ? [await empty(), await kerbside()] : [await kerbside()];
      if (n % 2 === 1) pair.unshift(await empty());
      const [one, other] = pair;
      if (n === 0 || one === undefined || other === undefined) continue;
      figures.empty.push(one);
      figures.kerbside.push(other);
      say(`start: ${n} of ${runs}: ${other.ms.toFixed(0)} ms beside ${one.ms.toFixed(0)} ms`);
    }
    return { ...figures, stops: STOPS, versions };
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
      `process start until the scanner is open and the first of ${stops} stops can be opened; both are watched through the inspector, which costs each the same`,
    ],
  };
};

export const benchmark: Benchmark = {
  name: 'start',
  about: 'From the start of the process to a scanner and a stop that can be used',
  run: async ({ runs = RUNS, say }) => judgeStarts(await measure(runs, say)),
};
