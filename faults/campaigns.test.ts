import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { outputOf } from '../e2e/support/owned-process.ts';

const SUFFIX = '.campaign.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
/** Takes longest: it is begun first, and the others run beside it. */
const LONGEST = 'histories';
/** Here whole processes race for claims that end by a clock: they run one by one, after the others. */
const ALONE = ['messages', 'network'];
const command = path.resolve(import.meta.dirname, '..', 'scripts', 'commands', 'faults.ts');

const report = z.object({
  runs: z.int().min(1),
  lost: z.int(),
  duplicated: z.int(),
  false_accepts: z.int(),
  undetected: z.int(),
  crashes: z.int(),
  controls: z.array(z.object({ without: z.string(), found: z.boolean() })).min(1),
  notes: z.array(z.string()),
});

/** A machine that does much else takes long; a campaign that has stopped says what it said last. */
const PATIENCE_MS = 20 * 60_000;

/** Runs a campaign as a person would, in its short size: in a process and an environment of its own. */
const runCampaign = async (name: string): Promise<z.infer<typeof report>> =>
  report.parse(
    JSON.parse(
      await outputOf(process.execPath, [command, name, '--ci', '--json'], {
        patienceMs: PATIENCE_MS,
      }),
    ),
  );

test('there are campaigns', () => {
  expect(names).toEqual(expect.arrayContaining([LONGEST, ...ALONE, 'kill']));
});

const findsNothing = async (name: string): Promise<void> => {
  const { runs, controls, notes, ...found } = await runCampaign(name);
  const none = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
  expect(found, notes.join('\n')).toEqual(none);
  expect(runs).toBeGreaterThan(0);
  expect(controls.filter((control) => !control.found)).toEqual([]);
};

const beside = names.filter((name) => name !== LONGEST && !ALONE.includes(name));
const TITLE = 'the campaign %s finds nothing, and each control finds its fault';
test.each([LONGEST, ...beside])(TITLE, { concurrent: true }, findsNothing);
test.each(ALONE)(TITLE, findsNothing);
