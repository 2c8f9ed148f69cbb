// `npm run faults -- NAME [--runs N] [--seed S] [--ci] [--json]`: one fault campaign. Without --runs
// it has the size for a release; with --ci the short one. With --windows it is played by Windows'
// Node.js, under Wine or on Windows: kill and histories can be. With --no-controls nothing is switched off.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Campaign, Report } from '../../faults/campaign.ts';
import { endChildrenWithSignal } from '../../faults/support/end-with-signal.ts';
import { build } from '../build.ts';
import { buildConsole } from '../build-console.ts';
import { buildCustomerPage } from '../build-customer-page.ts';
import { runNodeOnWindows } from '../windows/run-node.ts';

const folder = path.resolve(import.meta.dirname, '..', '..', 'faults');
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    ci: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    windows: { type: 'boolean', default: false },
    'no-controls': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const usage = (sentence: string): never => {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.campaign.ts'))
    .map((file) => file.slice(0, -'.campaign.ts'.length));
  process.stderr.write(`kerbside: ${sentence} Campaigns: ${names.join(', ')}.\n`);
  process.exit(2);
};
const wholeNumber = (text: string, name: string): number => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 0 ? number : usage(`${name} is a whole number.`);
};

const [name, ...rest] = positionals;
const file = path.join(folder, `${name}.campaign.ts`);
if (name === undefined || rest.length > 0 || !/^[a-z]+$/.test(name) || !existsSync(file)) {
  usage('Name one campaign.');
}
if (values.windows) process.exit(await playOnWindows());

const { campaign } = (await import(pathToFileURL(file).href)) as { readonly campaign: Campaign };
const size = values.ci ? campaign.runs.ci : campaign.runs.release;
const runs = values.runs === undefined ? size : wholeNumber(values.runs, '--runs');
const seed = wholeNumber(values.seed, '--seed');

endChildrenWithSignal();
// On Windows there is no app to build: Electron is not to be had there.
if (process.platform !== 'win32') {
  await build();
  await buildCustomerPage();
  await buildConsole();
}
const say = (text: string): void => void process.stderr.write(`kerbside: ${text}\n`);
say(`${campaign.name}: ${campaign.about} (${runs} runs, seed ${seed})`);
const report: Report = await campaign.run({
  runs,
  seed,
  say,
  withControls: !values['no-controls'],
});
const { lost, duplicated, false_accepts, undetected, crashes } = report;
const clean = lost + duplicated + false_accepts + undetected + crashes === 0;
const ok = clean && report.runs > 0 && report.controls.every(({ found }) => found);
if (values.json) {
  console.log(JSON.stringify({ name: campaign.name, ...report, seed, ok }));
} else {
  console.log(
    `${campaign.name}: ${report.runs} runs; lost ${lost}, doubled ${duplicated}, false accepts ${false_accepts}, undetected ${undetected}, crashes ${crashes}`,
  );
  for (const { without, found } of report.controls) {
    console.log(`control, without ${without}: ${found ? 'the fault is found' : 'NOT FOUND'}`);
  }
  for (const note of report.notes) console.log(`  ${note}`);
}
process.exit(ok ? 0 : 1);

/** Those of which no part is Linux's alone. */
function playOnWindows(): Promise<number> {
  if (name !== 'kill' && name !== 'histories')
    usage('On Windows these can be played: kill, histories.');
  return runNodeOnWindows(
    {
      words: () => [
        'scripts/commands/faults.ts',
        ...process.argv.slice(2).filter((word) => word !== '--windows'),
      ],
      env: {},
      output: process.stdout,
    },
    ({ exitCode }) => exitCode,
  ).then((code) => (typeof code === 'number' ? code : usage(code.without)));
}
