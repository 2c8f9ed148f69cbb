/** What is read of vitest's JSON report. */
export interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** The file. */
    readonly name?: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly title?: string }[];
  }[];
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Adds up a run. A file that could not be loaded counts as a failed test, and so does a run that
 * ended badly though every test in it passed (an error that nothing caught).
 */
export function totalsOf(report: Report | undefined, exitCode: number): Totals {
  if (report === undefined) return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The totals of several runs. */
export const sumOf = (runs: readonly Totals[]): Totals => ({
  passed: runs.reduce((sum, { passed }) => sum + passed, 0),
  failed: runs.reduce((sum, { failed }) => sum + failed, 0),
  skipped: runs.reduce((sum, { skipped }) => sum + skipped, 0),
});

/** The totals of the files of a run, by what `groupOf` says of their names. */
export function totalsBy<Group extends string>(
  { testResults }: Report,
  groupOf: (file: string) => Group,
): Partial<Record<Group, Totals>> {
  const groups: Partial<Record<Group, Totals>> = {};
  for (const { name = '', status, assertionResults } of testResults) {
    const group = groupOf(name);
    const count = (...said: readonly string[]): number =>
      assertionResults.filter((test) => said.includes(test.status)).length;
    const failed = count('failed');
    const one: Totals = {
      passed: count('passed'),
      failed: status === 'failed' ? Math.max(1, failed) : failed,
      skipped: count('pending', 'skipped', 'todo'),
    };
    groups[group] = sumOf([groups[group] ?? { passed: 0, failed: 0, skipped: 0 }, one]);
  }
  return groups;
}

export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
