// `npm test`: every test, or with `--only KIND` one kind, or with `--changed` those of what is not
// committed yet. What else stands on the command line goes to vitest (`npm test -- --only unit
// shared/protocol/code`). Ends with the line `N passed, N failed, N skipped`.
//   --only windows [--json] [--control]   on Windows, or under Wine: counts by area; and whether it
//                                         fails where a mend is switched off
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.ts';
import { buildConsole } from '../build-console.ts';
import { buildCustomerPage } from '../build-customer-page.ts';
import { closingLine, type Report, sumOf, type Totals, totalsOf } from '../test-totals.ts';
import { testControls, testOnWindows } from '../windows/test-on-windows.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const HERE = ['unit', 'integration', 'central', 'e2e', 'faults'];
const KINDS = [...HERE, 'windows'];

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string' },
    changed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    control: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const { only, changed, json, control } = values;
if (only !== undefined && !KINDS.includes(only)) {
  console.error(`there is no kind of test "${only}"; there are: ${KINDS.join(', ')}`);
  process.exit(2);
}
if ((json || control) && only !== 'windows') {
  console.error('--json and --control are for --only windows');
  process.exit(2);
}

if (control) {
  process.exitCode = (await testControls(json)) ? 0 : 1;
} else if (only === 'windows') {
  const totals = await testOnWindows(positionals, json);
  process.exitCode = totals.failed > 0 ? 1 : 0;
  if (!json) console.log(closingLine(totals));
} else {
  const here = await testHere();
  // All of them, or those of the files that were named: which of them are for Windows is not asked.
  const isWhole = only === undefined && !changed && positionals.length === 0;
  const totals = isWhole ? sumOf([here, await testOnWindows([], false)]) : here;
  process.exitCode = totals.failed > 0 || (totals.passed === 0 && !changed) ? 1 : 0;
  console.log(closingLine(totals));
}

async function testHere(): Promise<Totals> {
  if (only === undefined || only === 'e2e' || only === 'faults') await build();
  if (only !== 'unit' && only !== 'central') {
    await buildCustomerPage();
    await buildConsole();
  }
  if (only !== 'unit') console.log(`The tests run on ${electronUsed()}.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-test-'));
  try {
    const report = path.join(folder, 'report.json');
    const exitCode = await vitest([
      'run',
      ...(only === undefined ? HERE : [only]).map((kind) => `--project=${kind}`),
      ...(changed ? ['--changed', '--passWithNoTests'] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...positionals,
    ]);
    return totalsOf(readReport(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
