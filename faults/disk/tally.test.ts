import { expect, test } from 'vitest';
import type { Done } from './run-worker.ts';
import { makeTally } from './tally.ts';

const done = (kind: Done['kind'], ...faults: readonly Done['faults'][number][]): Done => ({
  kind,
  where: 'here',
  faults: [...faults],
});
const rolledBack = { kind: 'crashes', what: 'blocked: store-rolled-back' } as const;

test('what is found counts once for each figure, and like is told with like', () => {
  const tally = makeTally();
  const lost = (entry: number) => ({ kind: 'lost', what: `entry ${entry} is gone` }) as const;
  tally.add(done('fault', lost(3), lost(4)));
  tally.add(done('fault', lost(7), lost(8)));
  expect(tally.figures()).toMatchObject({ lost: 2, crashes: 0 });
  expect(tally.notes()).toEqual(['2 ×, first: here: lost: entry 3 is gone; lost: entry 4 is gone']);
});

test('an alarm is no fault only where the keychain lost its last answer', () => {
  const tally = makeTally();
  tally.add(done('loss', rolledBack));
  tally.add(done('late', rolledBack));
  tally.add(done('late', rolledBack, { kind: 'lost', what: 'a verdict' }));
  expect(tally.figures()).toMatchObject({ crashes: 1, lost: 1 });
  expect(tally.counts()).toEqual({ fault: 0, loss: 1, late: 2, lateAlarms: 2 });
});
