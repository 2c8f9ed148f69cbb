// `npm test`: every test, or with `--only PROJECT` one kind, or with `--changed` those of what is not
// committed yet. What else stands on the command line goes to vitest (`npm test -- --only unit
// shared/protocol/code`). Ends with the line `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.ts';
import { buildCustomerPage } from '../build-customer-page.ts';
import { closingLine, type Report, totalsOf } from '../test-totals.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const projects = ['unit', 'integration', 'e2e', 'faults'];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, changed: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const { only, changed } = values;
if (only !== undefined && !projects.includes(only)) {
  console.error(`there is no kind of test "${only}"; there are: ${projects.join(', ')}`);
  process.exit(2);
}

if (only === undefined || only === 'e2e' || only === 'faults') await build();
if (only === undefined || only === 'e2e') await buildCustomerPage();
if (only !== 'unit') console.log(`The tests run on ${electronUsed()}.`);

const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-test-'));
try {
  const report = path.join(folder, 'report.json');
  const exitCode = await vitest([
    'run',
    ...(only === undefined ? [] : [`--project=${only}`]),
    ...(changed ? ['--changed', '--passWithNoTests'] : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...positionals,
  ]);
  const totals = totalsOf(readReport(report), exitCode);
  process.exitCode = totals.failed > 0 || (totals.passed === 0 && !changed) ? 1 : exitCode;
  console.log(closingLine(totals));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function electronUsed(): string {
  const { KERBSIDE_ELECTRON_VERSION: version, KERBSIDE_ELECTRON_KIND: kind } = process.env;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies;
  const from = {
    'registry-only': `out of the npm registry, for tests only; the app declares ${wanted.electron}`,
    override: 'from ELECTRON_OVERRIDE_DIST_PATH',
    electron: 'as Electron publishes it',
  }[kind ?? ''];
  return `Electron ${version} (${from})`;
}

function vitest(args: string[]): Promise<number> {
  const script = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
