import { expect, test } from 'vitest';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { codeOf } from '../../testing/sealed-stop.ts';
import { accepted, stop, verifyOthersForTests } from './testing/verify-others-for-tests.ts';

const { stocked } = verifyOthersForTests();

test('what the driver said stands in the entry, and a kept parcel is not handed over', async () => {
  const { store, verify } = stocked(stop);
  const [label] = stop.parcels;
  if (label === undefined) throw new Error('no parcel');
  const said = {
    ...NOTHING_PARTICULAR,
    recipient: { to: 'neighbour', who: 'Müller, 12' } as const,
    kept: [label],
    note: 'rings twice',
    strokes: [[[1, 2] as [number, number]]],
  };
  const verdict = await verify.judge(stop.id, 'hand-over', codeOf(1), {
    ...said,
    parcels: [label],
  });
  expect(verdict).toEqual(accepted());
  const content = store.entriesAfter(0 as never, 9).at(-1)?.entry.content;
  expect(content).toMatchObject({ ...said, parcels: [] });
  store.close();
});
