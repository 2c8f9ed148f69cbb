import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR } from '../clock.ts';
import { judgeTerminal, type TerminalFacts } from './judge-terminal.ts';

const NOW = Date.UTC(2026, 10, 28, 17) as Instant;
const ago = (hours: number): Instant => (NOW - hours * HOUR) as Instant;
const LEASE = { leaseMs: 36 * HOUR };

const OUT: TerminalFacts = {
  findings: 0,
  lastDock: ago(9),
  open: 14,
  closed: 134,
  isLacking: false,
  firstArrival: ago(7),
  lastArrival: ago(-1),
};
const judge = (facts: Partial<TerminalFacts>) => judgeTerminal({ ...OUT, ...facts }, NOW, LEASE);

describe('a terminal', () => {
  it('with stops of which no end is known is out', () => {
    expect(judge({})).toEqual({ state: 'out', why: null, lateMs: 0 });
  });

  it('is late an hour after the last expected arrival, and not before', () => {
    expect(judge({ lastArrival: ago(1) }).lateMs).toBe(0);
    expect(judge({ lastArrival: ago(2) })).toMatchObject({ state: 'out', lateMs: 2 * HOUR });
  });

  it('that has handed in the end of each stop is in, however it ended', () => {
    expect(judge({ open: 0 }).state).toBe('in');
  });

  it('without a route is in', () => {
    const none = { open: 0, closed: 0, firstArrival: null, lastArrival: null, lastDock: null };
    expect(judge(none).state).toBe('in');
  });

  it('is ready before its first stop, once it has all of its route', () => {
    const morning = { closed: 0, firstArrival: ago(-2) };
    expect(judge(morning).state).toBe('ready');
    expect(judge({ ...morning, isLacking: true }).state).toBe('waiting');
    expect(judge({ ...morning, closed: 1 }).state).toBe('out');
  });

  it('needs somebody when it has not docked for longer than it may', () => {
    expect(judge({ lastDock: ago(37) })).toMatchObject({
      state: 'needs-you',
      why: 'docking-overdue',
    });
    expect(judge({ lastDock: ago(37), open: 0 }).state).toBe('in');
  });

  it('needs somebody as long as something of it is not settled, also when all is in', () => {
    for (const open of [0, 3]) {
      expect(judge({ open, findings: 2 })).toMatchObject({ state: 'needs-you', why: 'findings' });
    }
  });
});
