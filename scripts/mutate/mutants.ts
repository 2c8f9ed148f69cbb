import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import type { Mutant } from './judge.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** What is known of a mutant, by its text, so that it is the same one after edits elsewhere. */
const describe = ({ fileName, location, mutatorName, replacement, status }: Result): Mutant => {
  const { start, end } = location;
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const touched = lines.slice(start.line - 1, end.line);
  const text = touched
    .map((line, i) => (i === touched.length - 1 ? line.slice(0, end.column - 1) : line))
    .join('\n')
    .slice(start.column - 1);
  return {
    file: path.relative(root, fileName).replaceAll(path.sep, '/'),
    at: start.line,
    mutator: mutatorName,
    line: oneLine(lines[start.line - 1] ?? ''),
    code: oneLine(text),
    becomes: oneLine(replacement ?? ''),
    status,
  };
};

/**
 * Makes every mutant of the folders and runs the tests that reach it, in a copy of what they need.
 * What it says meanwhile goes to standard error. Throws if the tests fail without a mutant.
 */
export const runMutants = async (folders: readonly string[]): Promise<readonly Mutant[]> => {
  const { stdout, stderr } = process;
  const write = stdout.write;
  stdout.write = stderr.write.bind(stderr) as typeof write;
  try {
    const results = await new Stryker({
      mutate: [...folders.map((folder) => `${folder}/**/*.ts`), '!**/*.test.ts', '!**/testing/**'],
      testRunner: 'vitest',
      plugins: ['@stryker-mutator/vitest-runner'],
      vitest: { configFile: 'scripts/mutate/vitest.config.ts', related: true },
      coverageAnalysis: 'perTest',
      concurrency: 2,
      // Endless loops are counted, not timed; this is for a machine that is busy with other things.
      timeoutMS: 30_000,
      // The copy stands where git, vitest and the other checks do not look.
      tempDirName: '.kerbside/mutate',
      cleanTempDir: 'always',
      ignorePatterns: [
        '*',
        ...['package.json', 'tsconfig.json', 'scripts'].map((p) => `!${p}`),
        'scripts/*',
        ...['shared', 'electron', 'conformance', 'scripts/mutate'].flatMap((p) => [
          `!${p}`,
          `!${p}/**`,
        ]),
      ],
      disableTypeChecks: false,
      reporters: ['progress-append-only'],
      allowConsoleColors: false,
      allowEmpty: true,
    }).runMutationTest();
    return results.map(describe);
  } finally {
    stdout.write = write;
  }
};
