import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { InlineConfig, Rolldown } from 'vite';
import { hashFiles } from './hash-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'central', 'page');
const out = path.join(root, 'out', 'customer-page');
const stampFile = path.join(out, 'build.sha256');

/** The telephones that it runs on: those of 2020 and later. */
const TARGET = ['chrome87', 'safari14', 'firefox78'];

/**
 * Builds the customer's page into `out/customer-page/`: `index.html`, with script and style in it,
 * and `worker.js`, which knows the page by its hash. Does nothing if no input has changed since.
 */
export async function buildCustomerPage(): Promise<void> {
  const stamp = hashFiles(root, [
    'central/page/**/*',
    'shared/**/*',
    'scripts/build-customer-page.ts',
    'package-lock.json',
  ]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const page = inOneFile(await bundle({ input: path.join(source, 'index.html') }));
  const hash = createHash('sha256').update(page).digest('hex').slice(0, 16);
  const [worker] = await bundle(
    { input: path.join(source, 'worker.ts'), output: { entryFileNames: 'worker.js' } },
    { PAGE_HASH: JSON.stringify(hash) },
  );
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'index.html'), page);
  writeFileSync(path.join(out, 'worker.js'), textOf(worker));
  writeFileSync(stampFile, stamp);
}

type Built = Rolldown.RolldownOutput['output'][number];

async function bundle(
  rolldownOptions: NonNullable<NonNullable<InlineConfig['build']>['rolldownOptions']>,
  define: Record<string, string> = {},
): Promise<readonly Built[]> {
  // Loaded when it is needed: mostly nothing has changed, and it takes longer than the look.
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    mode: 'production',
    logLevel: 'warn',
    root: source,
    base: './',
    define,
    build: {
      write: false,
      target: TARGET,
      modulePreload: false,
      rolldownOptions,
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  return output;
}

function textOf(built: Built | undefined): string {
  if (built === undefined) throw new Error('the page has not all of its parts');
  return built.type === 'chunk' ? built.code.trim() : String(built.source).trim();
}

/** Puts script and style into the page in the place of their links. */
function inOneFile(built: readonly Built[]): string {
  const part = (ending: string): string =>
    textOf(built.find(({ fileName }) => fileName.endsWith(ending)));
  const [script, style] = [part('.js'), part('.css')];
  if (/<\/script|<!--/i.test(script)) throw new Error('the script would end the element it is in');
  const replaced = part('.html')
    .replace(/\s*<script\b[^>]*src="[^"]*"[^>]*><\/script>/, '')
    .replace(/<link\b[^>]*rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`);
  if (/\b(src|href)="(?!data:)/.test(replaced)) throw new Error('the page names another file');
  return `${replaced}\n`;
}
