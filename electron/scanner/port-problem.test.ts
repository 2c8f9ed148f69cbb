import { expect, test } from 'vitest';
import { portProblem } from './port-problem.ts';

test('a port that Windows denies is one that another program has (W8)', () => {
  expect(portProblem('Opening COM5: Access denied')).toBe('scanner-busy');
});

test.each([
  ['Opening COM5: File not found'],
  ['Opening COM5: Unknown error code 31'],
  ['Open (SetCommState): Unknown error code 31'],
  ['Writing to COM port (GetOverlappedResult): Unknown error code 121'],
  ['Reading from COM port (ReadIOCompletion): Unknown error code 1167'],
])('a device that was pulled is gone, whatever Windows calls that: %s (W8)', (said) => {
  expect(portProblem(said)).toBe('scanner-gone');
});

test.each([
  ['Error: Permission denied, cannot open /dev/ttyACM0', 'scanner-not-permitted'],
  ['Error Resource temporarily unavailable Cannot lock port', 'scanner-busy'],
  ['Error: No such file or directory, cannot open /dev/ttyACM0', 'scanner-gone'],
  ['Opening COM5: Unknown error code 312', 'scanner-failed'],
  ['Opening COM5: Invalid handle', 'scanner-failed'],
])('%s is said as %s', (said, problem) => {
  expect(portProblem(said)).toBe(problem);
});
