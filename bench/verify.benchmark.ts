import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, createLogger } from 'vite';
import { electronExecutable } from '../e2e/support/app.ts';
import { startDisplay } from '../e2e/support/display.ts';
import { startOwned } from '../e2e/support/owned-process.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { type Benchmark, type Measured, quantile, type Row, spreadOf } from './benchmark.ts';
import type { Figures } from './verify/figures.ts';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'out', 'bench', 'verify');
const RUNS = 200;
const GOAL_RATIO = 1.25;
const GOAL_BLOCK_MS = 20;

/** Bundles the entry as the app's main process is. */
const bundle = async (): Promise<void> => {
  await build({
    root,
    configFile: false,
    envDir: false,
    publicDir: false,
    mode: 'production',
    logLevel: 'error',
    customLogger: createLogger('error'),
    ssr: {
      noExternal: true,
      external: ['electron', 'better-sqlite3', 'keytar', '@node-rs/argon2'],
    },
    build: {
      ssr: path.join(root, 'bench', 'verify', 'in-electron.ts'),
      outDir: out,
      emptyOutDir: true,
      minify: false,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'index.js' } },
    },
  });
  const about = { name: 'kerbside-bench', version: '0.0.0', type: 'module', main: 'index.js' };
  writeFileSync(path.join(out, 'package.json'), JSON.stringify(about));
};

/** SQLite for an Electron with an older Node-API, where set-up has built one. */
const sqliteBinding = (): string => {
  const built = path.join(root, 'out', 'native', 'better_sqlite3.napi9.node');
  const kind = process.env['KERBSIDE_ELECTRON_KIND'];
  return kind === 'registry-only' && existsSync(built) ? built : 'packaged';
};

const runInElectron = async (runs: number): Promise<Figures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-bench-verify-'));
  const result = path.join(folder, 'figures.json');
  const display = await startDisplay({ width: 400, height: 300 });
  const keyring = await startPrivateKeyring();
  try {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const electron = await startOwned(
      electronExecutable(),
      [...asRoot, out, String(runs), sqliteBinding(), result],
      {
        env: {
          ...process.env,
          ...keyring.env,
          ...display.env,
          TMPDIR: folder,
        },
      },
    );
    await electron.ended;
    if (!existsSync(result)) throw new Error(`Electron gave no figures: ${electron.errors()}`);
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    await keyring.stop();
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The figures as rows, and what they must not miss. */
export const judgeFigures = (figures: Figures): Measured => {
  const { verdict, limit, limitParts, parts, blocks, idleBlocks } = figures;
  const n = verdict.length;
  const rest = verdict.map(
    (whole, i) =>
      whole - (parts.argon2id[i] ?? 0) - (parts.keychain[i] ?? 0) - (parts.store[i] ?? 0),
  );
  const ratio = (share: number) => quantile(verdict, share) / quantile(limit, share);
  const lengths = blocks.map(({ ms }) => ms);
  const computed = Math.max(...blocks.map(({ computedMs }) => computedMs));
  const row = (metric: string, value: number, of: number): Row => ({
    subject: 'kerbside',
    metric,
    value,
    n: of,
  });
  return {
    rows: [
      ...spreadOf('kerbside', verdict),
      ...spreadOf('limit:argon2id+insert', limit),
      row('ratio_p50', ratio(0.5), n),
      row('ratio_p99', ratio(0.99), n),
      row('block_computed_max_ms', computed, blocks.length),
      row('block_max_ms', Math.max(...lengths), blocks.length),
      row('block_p99_ms', quantile(lengths, 0.99), blocks.length),
      row('block_p50_ms', quantile(lengths, 0.5), blocks.length),
      {
        subject: 'limit:idle',
        metric: 'block_max_ms',
        value: Math.max(...idleBlocks.map(({ ms }) => ms)),
        n: idleBlocks.length,
      },
      ...spreadOf('limit:argon2id', limitParts.argon2id),
      ...spreadOf('limit:insert', limitParts.insert),
      {
        subject: 'limit:insert',
        metric: 'max_ms',
        value: Math.max(...limitParts.insert),
        n: limitParts.insert.length,
      },
      ...spreadOf('kerbside:argon2id', parts.argon2id),
      ...spreadOf('kerbside:keychain', parts.keychain),
      ...spreadOf('kerbside:store', parts.store),
      ...spreadOf('kerbside:javascript', rest),
    ],
    goals: [
      { metric: 'ratio_p50', value: ratio(0.5), atMost: GOAL_RATIO },
      { metric: 'block_computed_max_ms', value: computed, atMost: GOAL_BLOCK_MS },
    ],
    versions: figures.versions,
    notes: [
      'block_max_ms counts the waits for the disk too, which a bare insert has as well (limit:insert max_ms)',
    ],
  };
};

export const benchmark: Benchmark = {
  name: 'verify',
  about: 'One verdict in the main process, its entry committed and anchored',
  run: async ({ runs = RUNS, say }) => {
    await bundle();
    say(`verify: ${runs} verdicts in Electron, each beside its limit`);
    return judgeFigures(await runInElectron(runs));
  },
};
