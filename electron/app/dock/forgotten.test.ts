import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryId, Instant, Sequence } from '../../../shared/protocol/ids.ts';
import type { PlainContent } from '../../../shared/protocol/log/entry.ts';
import { detailStates, detailsThat } from '../../../shared/protocol/log/read-details.ts';
import { aDelivery } from '../../testing/samples.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import { eraseOver } from './erase-over.ts';
import { DAY_MS, daysLater, openPlainly } from './testing/forgetful.ts';

type Plain = ReturnType<typeof openPlainly>;

const WHO = 'Quentin Xylander, 77';
const NOTE = 'Zwieback-Note gxqj';
const STROKES: [number, number][][] = [
  [
    [931, 17],
    [932, 18],
    [933, 19],
  ],
];
const CUSTOMER = 'Wilhelmina Qvxzy';
/** Whatever could be found of a customer, as the store's tables write it. */
const SECRETS = [WHO, NOTE, '[931,17],[932,18]', CUSTOMER, 'Klavierweg 9', 'Dogs gqzv'];
const foundIn = ({ bytes }: Plain): readonly string[] => {
  const all = bytes();
  return SECRETS.filter((one) => all.includes(one));
};

const said = { recipient: { to: 'neighbour', who: WHO }, note: NOTE, strokes: STROKES } as const;
const handOver = (delivery: DeliveryId): PlainContent => ({
  ...{ kind: 'hand-over', purpose: 'hand-over', delivery, epoch: 1 as never },
  ...{ parcels: [], kept: [], ...said, strokes: [...STROKES] },
  proof: { scheme: 'oath', token: delivery as never, factor: null },
});
const accept = ({ log }: Plain, n: number) => {
  const { id: delivery, epoch } = aDelivery(n);
  return log.append(handOver(delivery), (writer, { sequence, time: { at } }) => {
    const used = { delivery, epoch, sequence, at, once: null, driver: null } as const;
    writer.accept({ ...used, purpose: 'hand-over' });
  });
};
const except = ({ log }: Plain, n: number) => {
  const { id: delivery, epoch } = aDelivery(n);
  const content = { kind: 'exception', delivery, epoch, outcome: 'damaged' } as const;
  return log.append({ ...content, note: NOTE, strokes: [...STROKES] }, (writer, { time }) =>
    writer.recordException(delivery, 'damaged', time.at),
  );
};
const instructions = {
  ...{ note: 'Dogs gqzv', names: [], persons: null, places: null },
  evidence: { signature: false, everyParcel: false },
};
/** A day of a customer who is told from all others. */
const liveADay = async (plain: Plain): Promise<void> => {
  const { store } = plain;
  store.write((writer) => {
    const address = ['Klavierweg 9', 'Town'];
    writer.applyItem({ ...aDelivery(1), customer: CUSTOMER, address, instructions } as never);
  });
  store.doorNotes.keep({
    ...{ delivery: aDelivery(1).id, open: true, ticked: [], draft: null },
    said: { ...said, strokes: [...STROKES], kept: [] },
  });
  await accept(plain, 1);
  await except(plain, 2);
};
const acknowledgeAll = ({ store }: Plain): void =>
  store.acknowledge(store.logPosition().sequence as Sequence);
const statesOf = ({ store }: Plain): readonly string[] =>
  store.entriesAfter(0 as Sequence, 1_000).map((signed) => {
    const states = detailStates(signed);
    return detailsThat(states, 'erased').length > 0 ? 'erased' : 'there';
  });

describe('what central has and whose day is over', () => {
  test('is in no byte of the store, nor of its write-ahead log', async () => {
    const plain = openPlainly(2);
    await liveADay(plain);
    acknowledgeAll(plain);
    expect(foundIn(plain)).toEqual(SECRETS);
    await eraseOver(plain.store, plain.log, daysLater(1), []);
    expect(foundIn(plain)).toEqual([]);
    expect(await agreesWithLog(plain.store)).toBe(true);
    plain.store.close();
  });

  test.each(['nothing is scrubbed', 'SQLite does not overwrite what it deletes'])(
    'would be found if %s: the control',
    async (which) => {
      const plain = openPlainly(2);
      if (which.startsWith('SQLite')) plain.database.pragma('secure_delete = OFF');
      await liveADay(plain);
      acknowledgeAll(plain);
      const scrub = which.startsWith('nothing') ? () => ({ ok: true }) : plain.store.scrub;
      await eraseOver({ ...plain.store, scrub } as never, plain.log, daysLater(1), []);
      expect(foundIn(plain)).not.toEqual([]);
      plain.store.close();
    },
  );

  test('stays on the same day, and while central does not have it, however old it is', async () => {
    const plain = openPlainly(2);
    await liveADay(plain);
    await eraseOver(plain.store, plain.log, daysLater(90), []);
    expect(foundIn(plain)).toEqual(SECRETS);
    acknowledgeAll(plain);
    await eraseOver(plain.store, plain.log, daysLater(0), []);
    expect(foundIn(plain)).toEqual(SECRETS);
    plain.store.close();
  });

  test('leaves a delivery that is already used, and takes no stop that was not accepted', async () => {
    const plain = openPlainly(3);
    const { store } = plain;
    await liveADay(plain);
    acknowledgeAll(plain);
    await eraseOver(store, plain.log, daysLater(1), []);
    expect(store.stop(aDelivery(1).id)).toBe(null);
    expect(store.erased(aDelivery(1).id)?.acceptance).toMatchObject({ sequence: 1 });
    expect(store.stop(aDelivery(2).id)).toMatchObject({ exception: 'damaged' });
    expect(store.stop(aDelivery(3).id)).not.toBe(null);
    store.close();
  });

  test('is not missed when central comes out of a backup and has less than before', async () => {
    const plain = openPlainly(2);
    await liveADay(plain);
    acknowledgeAll(plain);
    await eraseOver(plain.store, plain.log, daysLater(1), []);
    plain.store.acknowledge(0 as Sequence);
    expect(await agreesWithLog(plain.store)).toBe(true);
    expect(statesOf(plain).slice(0, 2)).toEqual(['erased', 'erased']);
    plain.store.close();
  });
});

describe('what stands beside an entry', () => {
  const gone = (sql: string) => async () => {
    const plain = openPlainly(2);
    await liveADay(plain);
    expect(await agreesWithLog(plain.store)).toBe(true);
    plain.database.exec(sql);
    expect(await agreesWithLog(plain.store)).toBe(false);
    plain.store.close();
  };
  test('is missed at a start if an old page took it away', gone('DELETE FROM detail'));
  test(
    'is missed at a start if it was altered',
    gone(`UPDATE detail SET details = replace(details, '${NOTE}', 'Another note')`),
  );

  test('stands in the entry itself until central says that it reads version 2', async () => {
    const plain = openPlainly(2);
    plain.store.write((writer) => writer.setEntryVersion(1));
    await accept(plain, 1);
    plain.store.write((writer) => writer.setEntryVersion(2));
    await accept(plain, 2);
    const entries = plain.store.entriesAfter(0 as Sequence, 9);
    expect(entries.map(({ entry }) => entry.version)).toEqual([1, 2]);
    expect(entries.map((one) => one.details?.note?.value)).toEqual([undefined, NOTE]);
    expect(entries[0]?.entry.content).toMatchObject(said);
    plain.store.close();
  });
});

test('in any order of days, dockings and hand-overs nothing is lost and nothing is kept too long', async () => {
  const act = fc.oneof(
    fc.constant('work' as const),
    fc.constant('hand in some' as const),
    fc.constant('hand in all' as const),
    fc.constant('a day passes' as const),
    fc.constant('forget' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      const plain = openPlainly(1);
      const { store, log, clock } = plain;
      let days = 0;
      for (const one of acts) {
        if (one === 'work') await except(plain, 1);
        if (one === 'hand in all') acknowledgeAll(plain);
        if (one === 'hand in some') {
          const { sequence } = store.logPosition();
          store.acknowledge(Math.min(sequence, store.acknowledged() + 1) as Sequence);
        }
        if (one === 'a day passes') clock.at = (clock.at + DAY_MS) as Instant;
        if (one === 'a day passes') days++;
        if (one !== 'forget') continue;
        await eraseOver(store, log, daysLater(days), []);
        const { start } = daysLater(days);
        store.entriesAfter(0 as Sequence, 1_000).forEach((signed, i) => {
          if (signed.entry.version === 1) return;
          const isOver = i < store.acknowledged() && signed.entry.time.at < start;
          expect(statesOf(plain)[i]).toBe(isOver ? 'erased' : 'there');
        });
        expect(await agreesWithLog(store)).toBe(true);
      }
      store.close();
    }),
    { numRuns: 40 },
  );
});
