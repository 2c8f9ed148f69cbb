import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { hashFiles } from './hash-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'out', 'console');
const stampFile = path.join(out, 'build.sha256');

/** Browsers that know `light-dark()` and Trusted Types, or do without the latter: those of 2024 and later. */
const TARGET = ['chrome123', 'firefox120', 'safari17.5'];

/**
 * What every view needs before it shows anything goes into two files, and not into forty: each costs
 * its headers, and a browser asks one server for six at a time.
 */
const AT_FIRST = [
  {
    name: 'libraries',
    test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|openapi-fetch|use-sync-external-store)\//,
    priority: 2,
  },
  {
    name: 'page',
    test: new RegExp(
      [
        'central/console/api/(client|days|live|queries|query-client|server-time|spans|use-live|use-mutation-once|watch-session)\\.',
        'central/console/components/(fault|field|heading|lazy-part|notice|room-title|stale|stops-bar|without-depot)\\.',
        'central/console/frame/(?!drawer|person-popover|search\\.)',
        'central/console/rooms/depot/',
        'central/console/rooms/(settings/webhooks/events-search|stop/acts/offered)\\.',
        'central/console/words/(languages|quantities|room-words|start-words)\\.',
        'central/client/client\\.',
        'renderer/i18n/(date|moment)',
      ].join('|'),
    ),
    priority: 1,
  },
];

/** What gets smaller when it is compressed; a font is already. */
const TEXT = /\.(html|js|css|svg)$/;

const MOST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

/**
 * Builds the console into `out/console/`, each text with its compressed forms beside it. Files have
 * their hash in the name, except the page itself. Does nothing if no input has changed since.
 */
export async function buildConsole(): Promise<void> {
  const stamp = hashFiles(root, [
    'central/{console,client}/**/*',
    'renderer/{theme,i18n}/**/*',
    'renderer/components/call/qr-path.ts',
    'shared/**/*',
    'resources/icon.svg',
    'scripts/build-console.ts',
    'package-lock.json',
  ]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('kerbside: Building the console …\n');
  rmSync(out, { recursive: true, force: true });
  for (const { fileName, contents } of await bundle()) {
    const file = path.join(out, fileName);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, contents);
    if (!TEXT.test(fileName)) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(contents, MOST_BROTLI));
    writeFileSync(`${file}.gz`, gzipSync(contents, { level: 9 }));
  }
  writeFileSync(stampFile, stamp);
}

async function bundle() {
  // Loaded when it is needed: mostly nothing has changed, and it takes longer than the look.
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    mode: 'production',
    logLevel: 'warn',
    root: path.join(root, 'central', 'console'),
    base: '/console/',
    plugins: [react()],
    build: {
      write: false,
      target: TARGET,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { groups: AT_FIRST } } },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('nothing was built');
  return first.output.map((file) => ({
    fileName: file.fileName,
    contents: Buffer.from(file.type === 'chunk' ? file.code : file.source),
  }));
}
