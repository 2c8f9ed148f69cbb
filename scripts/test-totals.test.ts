import { expect, test } from 'vitest';
import { closingLine, type Report, sumOf, totalsBy, totalsOf } from './test-totals.ts';

const report: Report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
};
const allPassed: Report = { ...report, numFailedTests: 0, testResults: [] };

test('the totals of a run are those of its report', () => {
  expect(totalsOf(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  expect(totalsOf(allPassed, 0)).toEqual({ passed: 3, failed: 0, skipped: 3 });
});

test('a file that cannot be loaded counts as a failed test', () => {
  const broken = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(totalsOf({ ...broken, numFailedTests: 0 }, 1).failed).toBe(1);
});

test('an error that nothing caught counts as a failed test', () => {
  expect(totalsOf(allPassed, 1).failed).toBe(1);
});

test('a run that left no report passed nothing', () => {
  expect(totalsOf(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the closing line is the one that continuous integration reads', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped');
});

test('several runs are added up', () => {
  const one = { passed: 3, failed: 0, skipped: 1 };
  expect(sumOf([one, { passed: 1, failed: 2, skipped: 0 }])).toEqual({
    passed: 4,
    failed: 2,
    skipped: 1,
  });
});

test('the files of a run are counted by group, a broken one as a failure', () => {
  const file = (name: string, ...said: string[]) => ({
    name,
    status: said.includes('failed') || said.length === 0 ? 'failed' : 'passed',
    assertionResults: said.map((status) => ({ status })),
  });
  const testResults = [
    file('a/1', 'passed', 'skipped'),
    file('a/2', 'passed', 'failed'),
    file('b/1'),
  ];
  expect(totalsBy({ ...report, testResults }, (name) => name.charAt(0))).toEqual({
    a: { passed: 2, failed: 1, skipped: 1 },
    b: { passed: 0, failed: 1, skipped: 0 },
  });
});
