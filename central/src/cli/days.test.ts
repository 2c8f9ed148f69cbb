import { describe, expect, it } from 'vitest';
import { dayIn } from './days.ts';

describe('a day that is named', () => {
  const evening = Date.parse('2026-12-31T22:30Z');

  it.each([
    { named: undefined, zone: 'UTC', day: '2026-12-31' },
    { named: 'today', zone: 'Europe/Helsinki', day: '2027-01-01' },
    { named: 'tomorrow', zone: 'UTC', day: '2027-01-01' },
    { named: 'yesterday', zone: 'Europe/Helsinki', day: '2026-12-31' },
    { named: '2026-02-28', zone: 'UTC', day: '2026-02-28' },
  ])('is of the calendar of the depot: $named in $zone', ({ named, zone, day }) => {
    expect(dayIn(zone, evening, named)).toBe(day);
  });

  it('is a day later where the clocks are changed', () => {
    expect(dayIn('Europe/Berlin', Date.parse('2026-10-24T22:30Z'), 'tomorrow')).toBe('2026-10-26');
  });
});
