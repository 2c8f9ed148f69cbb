import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../test-totals.ts';
import { runNodeOnWindows } from './run-node.ts';

export type WindowsRun =
  | { readonly without: string }
  | { readonly exitCode: number; readonly report: Report | undefined };

type Options = {
  /** What else vitest is told. */
  readonly args: readonly string[];
  /** Which mend is switched off; null: none. */
  readonly without: string | null;
  /** Where its output goes. */
  readonly output: NodeJS.WritableStream;
};

const REPORT = 'report.json';

const readReport = (file: string): Report | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;

/** Runs the tests of the project `windows` on Windows: here, if this is it, else under Wine. */
export const runOnWindows = ({ args, without, output }: Options): Promise<WindowsRun> =>
  runNodeOnWindows(
    {
      words: (out) => [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--project=windows',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${path.win32.join(out, REPORT)}`,
        // What is transformed without a mend is kept for no other run.
        ...(without === null ? [] : ['--fsModuleCache=false']),
        ...args,
      ],
      env: without === null ? {} : { KERBSIDE_WITHOUT: without },
      output,
    },
    ({ exitCode, out }): WindowsRun => ({ exitCode, report: readReport(path.join(out, REPORT)) }),
  );
