import { expect, test } from 'vitest';
import { serialPath } from './it-settings.ts';

test('a COM port is in capital letters, however it was written (W17)', () => {
  expect(serialPath.parse('com5')).toBe('COM5');
  expect(serialPath.parse('COM12')).toBe('COM12');
  expect(serialPath.parse('/dev/com5')).toBe('/dev/com5');
});

test.each(['COM', 'COM1234', 'com5:', '/etc/passwd', '\\\\.\\COM5'])(
  '%s is no serial path',
  (path) => {
    expect(serialPath.safeParse(path).success).toBe(false);
  },
);
