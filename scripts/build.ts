import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { createLogger, type InlineConfig, build as viteBuild } from 'vite';
import { hashFiles } from './hash-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'out');
const stampFile = path.join(out, 'build.sha256');

/** What is loaded at run time instead of bundled: Electron, and add-ons (a port without parsers). */
const external = [
  'electron',
  'better-sqlite3',
  'keytar',
  'serialport/dist/serialport.js',
  '@node-rs/argon2',
];

/** The oldest runtime that the app runs on: Electron 33, with Node.js 20.18 and Chromium 130. */
const targets = { node: 'node20.18', chrome: 'chrome130' };

/**
 * Builds the app into `out/`: the main process as CommonJS (loading add-ons from an ES module takes
 * twice as long, and a start waits for it), the preload script as well (a sandboxed renderer takes
 * nothing else), the renderer as a page. Does nothing if no input has
 * changed since. Says what it does on standard error.
 *
 * @returns whether anything was built
 */
export async function build({ force = false } = {}): Promise<boolean> {
  const stamp = hashOfInputs();
  if (!force && isBuilt(stamp)) return false;
  const start = performance.now();
  process.stderr.write('kerbside: Building the app …\n');
  for (const config of [mainProcess(), keychainHelper(), preload(), renderer()]) {
    await viteBuild({ ...common(), ...config });
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(stampFile, stamp);
  const took = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(`kerbside:   done in ${took} s\n`);
  return true;
}

/** Builds the window alone, for one that is reloaded while the rest of the app runs on. */
export async function buildWindow(): Promise<void> {
  await viteBuild({ ...common(), ...renderer() });
}

function mainProcess(): InlineConfig {
  return node('electron/main/index.ts', 'main');
}

function keychainHelper(): InlineConfig {
  return node('electron/keychain/helper.ts', 'keychain');
}

function preload(): InlineConfig {
  return node('electron/preload/index.ts', 'preload');
}

function renderer(): InlineConfig {
  return {
    root: path.join(root, 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: path.join(out, 'renderer'),
      emptyOutDir: true,
      sourcemap: true,
      target: targets.chrome,
      assetsInlineLimit: 0,
      // It comes from the disk: how large it is delays nobody. The console's size has a test.
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: {
        input: ['index.html', 'stopped.html', 'failed.html'].map((page) =>
          path.join(root, 'renderer', page),
        ),
      },
    },
  };
}

function node(entry: string, folder: string): InlineConfig {
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true, external },
    build: {
      ssr: path.join(root, entry),
      outDir: path.join(out, folder),
      emptyOutDir: true,
      sourcemap: true,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      target: targets.node,
      rolldownOptions: {
        output: {
          format: 'cjs',
          entryFileNames: 'index.cjs',
          chunkFileNames: '[name].cjs',
          // A start waits until it is read; names stay, for whoever reads a stack.
          minify: { compress: true, mangle: false, codegen: true },
        },
      },
    },
  };
}

function common(): InlineConfig {
  const logger = createLogger('warn');
  // Standard output belongs to the command that builds.
  const say = (text: string) => process.stderr.write(`${text}\n`);
  return {
    configFile: false,
    envDir: false,
    mode: 'production',
    logLevel: 'warn',
    customLogger: { ...logger, info: () => {}, warn: say, warnOnce: say, error: say },
  };
}

function isBuilt(stamp: string): boolean {
  const files = [
    'main/index.cjs',
    'keychain/index.cjs',
    'preload/index.cjs',
    'renderer/index.html',
  ];
  return (
    files.every((file) => existsSync(path.join(out, file))) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp
  );
}

/** Of everything that goes into the app. */
function hashOfInputs(): string {
  return hashFiles(root, [
    '{electron,renderer,shared,resources}/**/*',
    'scripts/build.ts',
    'package-lock.json',
  ]);
}
