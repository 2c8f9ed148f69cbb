// `npm run handheld -- [--out FILE] [--answers FILE]`: the list of docs/windows.md, for a person with
// a handheld that runs Windows. Asks for each step whether it was as described, looks at some things
// by itself, and writes the results into a file to send back. What is in it, it shows.
//   --answers  the answers, a line each, instead of asking
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir, release, totalmem } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { profileFolder } from '../../electron/main/profile-folder.ts';
import { lookAround } from '../handheld/look.ts';
import { type Answer, answerOf, type Results, results } from '../handheld/results.ts';
import { STEPS, type Step } from '../handheld/steps.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'kerbside-handheld.json' },
    answers: { type: 'string' },
  },
});

const given =
  values.answers === undefined ? null : readFileSync(values.answers, 'utf8').split('\n');
const terminal = given === null ? createInterface(process.stdin, process.stderr) : null;

async function ask({ what }: Step): Promise<Answer> {
  const typed =
    given?.shift() ?? (await terminal?.question(`\n${what}\nIs that so? y, n, s (not done): `));
  if (typed === undefined) return 'not-done';
  return answerOf(typed) ?? ask({ id: '', what });
}

const profile = profileFolder(process.env['KERBSIDE_PROFILE'] || undefined, {
  platform: process.platform,
  env: process.env,
  appData: path.join(homedir(), '.config'),
  home: homedir(),
});
const steps: Results['steps'] = [];
for (const step of STEPS) {
  const begun = performance.now();
  const answer = await ask(step);
  steps.push({ id: step.id, answer, seconds: Math.round((performance.now() - begun) / 1000) });
}
terminal?.close();

const made = results.parse({
  version: 1,
  at: new Date().toISOString(),
  machine: {
    platform: process.platform,
    release: release(),
    processor: process.arch,
    node: process.versions.node,
    memoryGb: Math.round(totalmem() / 2 ** 30),
  },
  found: await lookAround(profile),
  steps,
});
const text = `${JSON.stringify(made, null, 2)}\n`;
writeFileSync(values.out, text);
process.stdout.write(text);
process.stderr.write(
  `\nThis is all that is in ${values.out}. Send it back as docs/windows.md says.\n`,
);
