import { expect, it } from 'vitest';
import { day } from './ids.ts';

it('knows the days that a database knows', () => {
  for (const text of ['2026-11-28', '0001-01-01', '2028-02-29']) expect(day.parse(text)).toBe(text);
  for (const text of ['0000-01-01', '2026-02-30', '2026-1-1']) {
    expect(day.safeParse(text).success).toBe(false);
  }
});
