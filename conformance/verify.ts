// `npm run verify -- vectors [FILE …] [--json]`: runs the implementation over files of test
// vectors, ours or published ones; without a file over all under conformance/vectors. Prints
// `N passed, N failed` for each. With --json one document: of one file its report, of several or of
// all `{"passed","failed","files":[report, …]}`.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type FileReport, NoVectors, verifyFile } from './verify-file.ts';

const allFiles = (): string[] =>
  readdirSync(path.join(import.meta.dirname, 'vectors'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => path.relative(process.cwd(), path.join(entry.parentPath, entry.name)))
    .sort();

const print = ({ file, passed, failed, failures }: FileReport): void => {
  console.log(`${failed === 0 ? '✓' : '✗'} ${file}: ${passed} passed, ${failed} failed`);
  for (const { index, name, expected, actual } of failures) {
    console.log(`    ${index}: ${name}`);
    console.log(`      expected ${JSON.stringify(expected)}`);
    console.log(`      received ${JSON.stringify(actual)}`);
  }
};

const USAGE = 'use: npm run verify -- vectors [FILE …] [--json]';

const readArguments = (): { json: boolean; files: readonly string[] } | null => {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [what, ...files] = positionals;
    if (what !== 'vectors') return null;
    return { json: values.json, files: files.length > 0 ? files : allFiles() };
  } catch {
    return null;
  }
};

const main = async (): Promise<number> => {
  const given = readArguments();
  if (given === null) {
    console.error(USAGE);
    return 2;
  }
  const reports: FileReport[] = [];
  try {
    for (const file of given.files) {
      const report = await verifyFile(file);
      reports.push(report);
      if (!given.json) print(report);
    }
  } catch (error) {
    if (!(error instanceof NoVectors)) throw error;
    console.error(error.message);
    return 2;
  }
  const sum = (of: 'passed' | 'failed'): number => reports.reduce((n, r) => n + r[of], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  if (given.json) {
    const [only] = reports;
    const single = reports.length === 1 ? only : undefined;
    console.log(JSON.stringify(single ?? { passed, failed, files: reports }));
  } else if (reports.length > 1) {
    console.log(`${passed} passed, ${failed} failed`);
  }
  return failed === 0 ? 0 : 1;
};

process.exitCode = await main();
