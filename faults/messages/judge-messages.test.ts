import { describe, expect, it } from 'vitest';
import type { Taken } from './gateway.ts';
import { type Ended, judgeMessages } from './judge-messages.ts';

const taken = (more: Partial<Taken> = {}): Taken => ({
  id: 'm1',
  to: '+491710000001',
  text: 'the code',
  worker: 'one',
  isUncertain: false,
  ...more,
});
const ended = (more: Partial<Ended> = {}): Ended => ({
  stops: [{ delivery: 'd1', position: 1, cancelledAt: null, underWay: 0, changed: null }],
  rows: [{ id: 'm1', delivery: 'd1', state: 'delivered', kind: 'code' }],
  taken: [taken()],
  lies: new Set(),
  listed: new Set(),
  ...more,
});
const notesOf = (one: Ended): string[] => {
  const notes: string[] = [];
  judgeMessages(one, (kind) => void notes.push(kind));
  return notes;
};
const stop = (more: object) => [{ ...ended().stops[0], ...more }] as Ended['stops'];
const state = (is: string): Ended['rows'] => [
  { id: 'm1', delivery: 'd1', state: is, kind: 'code' },
];

describe('what came to telephones', () => {
  it('is right, if each has come once', () => {
    expect(notesOf(ended())).toEqual([]);
  });

  it('may come again, if nobody could know that it had come', () => {
    expect(notesOf(ended({ taken: [taken({ isUncertain: true }), taken()] }))).toEqual([]);
    expect(notesOf(ended({ taken: [taken(), taken()] }))).toEqual(['duplicated']);
    expect(notesOf(ended({ taken: [taken(), taken({ to: '+491710000002' })] }))).toEqual([]);
  });

  it('comes again with the same text', () => {
    const two = [taken({ isUncertain: true }), taken({ text: 'another' })];
    expect(notesOf(ended({ taken: two }))).toEqual(['duplicated']);
  });

  it('is not for a delivery that is cancelled, once it is', () => {
    const rows = state('cancelled');
    expect(notesOf(ended({ rows, stops: stop({ cancelledAt: 1 }) }))).toEqual([]);
    expect(notesOf(ended({ rows, stops: stop({ cancelledAt: 0 }) }))).toEqual(['false_accepts']);
    // But for an attempt that was under way then.
    const late = ended({ rows, stops: stop({ cancelledAt: 0, underWay: 1 }) });
    expect(notesOf(late)).toEqual([]);
    // And but that it is cancelled, which has no code.
    const said = [...rows, { id: 'm2', delivery: 'd1', state: 'delivered', kind: 'cancelled' }];
    const stops = stop({ cancelledAt: 1 });
    const told = (text: string) =>
      ended({ rows: said as Ended['rows'], stops, taken: [taken(), taken({ id: 'm2', text })] });
    expect(notesOf(told('It does not come.'))).toEqual([]);
    expect(notesOf(told('Say 12345-ABCDE.'))).toEqual(['false_accepts']);
  });

  it('goes to the new number, once there is one', () => {
    const changed = { at: 0, to: '+491710000002' };
    expect(notesOf(ended({ stops: stop({ changed }) }))).toEqual(['false_accepts']);
    const right = [taken({ to: changed.to })];
    expect(notesOf(ended({ stops: stop({ changed }), taken: right }))).toEqual([]);
    const after = stop({ changed: { ...changed, at: 1 } });
    expect(notesOf(ended({ stops: after, taken: [taken(), ...right] }))).toEqual([]);
    const twice = [taken(), ...right, ...right];
    expect(notesOf(ended({ stops: after, taken: twice }))).toEqual(['duplicated']);
  });

  it('is not lost', () => {
    expect(notesOf(ended({ taken: [] }))).toEqual(['lost']);
    expect(notesOf(ended({ rows: [] }))).toEqual(['lost']);
    expect(notesOf(ended({ rows: state('waiting') }))).toEqual(['lost']);
  });

  it('is seen by a person, if it has failed', () => {
    const failed = { rows: state('failed'), taken: [] };
    expect(notesOf(ended(failed))).toEqual(['undetected']);
    expect(notesOf(ended({ ...failed, listed: new Set(['d1']) }))).toEqual([]);
  });
});
