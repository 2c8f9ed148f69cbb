// `npm run mutate [-- FOLDER …] [--json]`: changes the source of five folders in every way that
// Stryker knows, one at a time, and sees whether a test notices. Ends with 0 only if each folder's
// score is high enough and scripts/mutate/explained.json explains every survivor, and no other.
// With --json one document, the report of scripts/mutate/judge.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { explanations, FOLDERS, judge, LEAST_SCORE, type MutationReport } from '../mutate/judge.ts';
import { runMutants } from '../mutate/mutants.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

const readArguments = (): { json: boolean; folders: readonly string[] } | null => {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const folders = positionals.map((name) => name.replace(/\/$/, ''));
    if (!folders.every((name) => FOLDERS.some((folder) => folder === name))) return null;
    return { json: values.json, folders: folders.length > 0 ? folders : FOLDERS };
  } catch {
    return null;
  }
};

const print = ({ folders, unexplained, stale }: MutationReport): void => {
  for (const { file, at, mutator, line, code, becomes } of unexplained) {
    console.log(`✗ ${file}:${at} survives unexplained (${mutator})\n    ${line}`);
    console.log(`    ${code}  →  ${becomes}`);
  }
  for (const { file, mutator, line, code, becomes } of stale) {
    console.log(`✗ ${file}: stale explanation, no such survivor (${mutator})\n    ${line}`);
    console.log(`    ${code}  →  ${becomes}`);
  }
  for (const { folder, score, killed, survived, invalid } of folders) {
    const mark = score >= LEAST_SCORE ? '✓' : '✗';
    console.log(
      `${mark} ${folder}: ${score} %; ${killed} killed, ${survived} survived, ${invalid} invalid`,
    );
  }
};

const main = async (): Promise<number> => {
  const given = readArguments();
  if (given === null) {
    console.error(`use: npm run mutate [-- FOLDER …] [--json]; the folders: ${FOLDERS.join(', ')}`);
    return 2;
  }
  const list = path.join(root, 'scripts', 'mutate', 'explained.json');
  const explained = explanations.parse(JSON.parse(readFileSync(list, 'utf8')));
  process.chdir(root);
  const began = performance.now();
  const report = judge(given.folders, await runMutants(given.folders), explained);
  const seconds = Math.round((performance.now() - began) / 1_000);
  if (given.json) console.log(JSON.stringify({ ...report, seconds }));
  else print(report);
  return report.ok ? 0 : 1;
};

process.exitCode = await main();
