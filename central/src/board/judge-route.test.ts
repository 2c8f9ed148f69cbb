import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { MINUTE } from '../clock.ts';
import { judgeDrift, type RouteFacts } from './judge-route.ts';

const at = (minutes: number): Instant => (minutes * MINUTE) as Instant;
const facts: RouteFacts = {
  open: 3,
  nextArrival: at(100),
  lastClosed: { at: at(92), arrival: at(80) },
  heardAt: at(95),
};

describe('how far a route is behind', () => {
  it('goes by the newest stop that has ended', () => {
    expect(judgeDrift(facts)).toBe(12 * MINUTE);
    expect(judgeDrift({ ...facts, lastClosed: { at: at(75), arrival: at(80) } })).toBe(-5 * MINUTE);
  });

  it('goes by a stop that was open when it should have ended, and its terminal was heard', () => {
    expect(judgeDrift({ ...facts, heardAt: at(130) })).toBe(30 * MINUTE);
    expect(judgeDrift({ ...facts, lastClosed: null, heardAt: at(130) })).toBe(30 * MINUTE);
  });

  it('is not known of a terminal that nobody has heard', () => {
    expect(judgeDrift({ ...facts, lastClosed: null, heardAt: null })).toBeNull();
    expect(judgeDrift({ ...facts, lastClosed: null })).toBeNull();
  });

  it('is nothing when no stop is open', () => {
    expect(judgeDrift({ ...facts, open: 0, nextArrival: null })).toBeNull();
  });
});
