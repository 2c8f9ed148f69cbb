import { describe, expect, it } from 'vitest';
import { timesOf } from './delivery-times.ts';

describe('times of a delivery as a person gives them', () => {
  it.each([
    { arrival: '2026-12-01 10:50', day: '2026-12-01' },
    { arrival: '2026-12-01T10:50', day: '2026-12-01' },
    { arrival: '1.12.2026 10.50', day: '1.12.2026' },
    { arrival: '10:50', day: '2026-11-30' },
  ])('are of the day of the arrival where they have no date: $arrival', ({ arrival, day }) => {
    const times = timesOf({ arrival, from: '03:00', until: '2026-12-02 20:00' }, '2026-11-30');
    expect(times).toMatchObject({ notBefore: `${day} 03:00`, notAfter: '2026-12-02 20:00' });
  });

  it('are of the day of the route without an arrival', () => {
    expect(timesOf({ until: '20:00' }, '2026-11-30')).toEqual({ notAfter: '2026-11-30 20:00' });
  });
});
