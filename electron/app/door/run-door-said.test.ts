import { describe, expect, test, vi } from 'vitest';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { type ExceptionSaid, recordException } from './record-exception.ts';
import {
  bare,
  doorForTests,
  other,
  own,
  parcel,
  qr,
  scanAll,
  second,
  stop,
  third,
  write,
} from './testing/door-for-tests.ts';

const { start, stocked } = doorForTests();

describe('what the driver said', () => {
  test("is the record's, with the draft on the screen and 'Done' not touched (D2)", async () => {
    const t = stocked();
    scanAll(t);
    write(t.door, 1, { who: 'Müller, 12', step: 'details' });
    t.door.input(qr());
    await t.judged();
    expect(t.handOver().recipient).toEqual({ to: 'neighbour', who: 'Müller, 12' });
  });

  test('is asked for where it is not complete: nothing is judged or recorded (D2)', async () => {
    const t = stocked();
    scanAll(t);
    write(t.door, 1, { who: 'Mül', step: 'place' });
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ question: { name: 'unfinished' } });
    expect(t.kinds()).toEqual([]);
    expect(t.store.stop(stop.id)?.tries['hand-over'].count).toBe(0);
    t.door.touch({ type: 'answer', delivery: stop.id, answer: 'drop' });
    t.door.input(qr());
    await t.judged();
    expect(t.handOver().recipient).toEqual({ to: 'customer' });
  });

  test('stands after a crash: the stop is open, with neighbour, ticks and note (D3)', async () => {
    const t = stocked();
    t.door.input(parcel(own));
    t.door.input(parcel(second));
    const recipient = { to: 'neighbour', who: 'Müller, 12' } as const;
    const particulars = { ...NOTHING_PARTICULAR, recipient };
    t.door.touch({ type: 'prepare', delivery: stop.id, particulars });
    write(t.door, 1, { who: 'Müller, 12', step: 'details', note: 'Rang twice' });
    const again = start();
    const { at, ticked, particulars: said, drafts } = again.door.state();
    expect(at).toMatchObject({ name: 'door', stop: stop.id });
    expect([...(ticked.get(stop.id) ?? [])]).toEqual([own, second]);
    expect(said.get(stop.id)).toEqual(particulars);
    expect(drafts.get(stop.id)?.handOver?.note).toBe('Rang twice');
  });

  test('stands after a crash while its code was judged (D3)', async () => {
    const t = stocked();
    scanAll(t);
    write(t.door, 1, { who: 'Müller, 12', step: 'details' });
    t.door.input(bare(2));
    await t.judged();
    const again = start();
    expect(again.door.state().at).toMatchObject({ name: 'door', stop: stop.id });
    expect(again.door.state().particulars.get(stop.id)?.recipient.to).toBe('neighbour');
  });

  test('is gone from the store with the acceptance, and with an exception (D3)', async () => {
    const t = stocked();
    scanAll(t);
    write(t.door, 1, { who: 'Müller, 12', step: 'details' });
    t.door.input(qr());
    await t.judged();
    expect(t.store.doorNotes.all()).toEqual([]);
    t.door.input(parcel(other.parcels[0] as typeof own));
    expect(t.store.doorNotes.all()).toMatchObject([{ delivery: other.id, open: true }]);
    const said: ExceptionSaid = { outcome: 'nobody-home', note: '', strokes: [] };
    expect((await recordException(t.log, t.store, other.id, said)).ok).toBe(true);
    t.door.touch({ type: 'excepted', delivery: other.id });
    expect(t.store.doorNotes.all()).toEqual([]);
  });
});

describe('parcels that were not scanned', () => {
  test('are said before the code is judged; one touch hands them over (D7)', async () => {
    const t = stocked();
    t.door.input(parcel(own));
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({
      question: { name: 'unscanned', labels: [second, third], mayHandOver: true },
    });
    expect(t.kinds()).toEqual([]);
    t.door.touch({ type: 'answer', delivery: stop.id, answer: 'hand-over' });
    await t.judged();
    expect(t.handOver()).toMatchObject({ parcels: [own], kept: [] });
  });

  test('are kept by one touch (D7)', async () => {
    const t = stocked();
    t.door.input(parcel(own));
    t.door.input(qr());
    t.door.touch({ type: 'answer', delivery: stop.id, answer: 'keep' });
    await t.judged();
    expect(t.handOver()).toMatchObject({ parcels: [own], kept: [second, third] });
  });

  test('let the code go on by itself once they are scanned (D7)', async () => {
    const t = stocked({ unscanned: 'refuse' });
    t.door.input(parcel(own));
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ question: { mayHandOver: false } });
    t.door.input(qr());
    t.door.input(parcel(second));
    t.door.input(parcel(third));
    await t.judged();
    expect(t.handOver().parcels).toEqual([own, second, third]);
    expect(t.kinds()).toEqual(['hand-over']);
  });

  test('keep no code waiting for ever, nor behind a door that was left', async () => {
    const t = stocked();
    t.door.input(parcel(own));
    const scanned = qr();
    const { code } = scanned as { code: Uint8Array };
    t.door.input(scanned);
    vi.advanceTimersByTime(60_000);
    expect(t.door.state().at).toMatchObject({ question: null });
    expect([...code].every((byte) => byte === 0)).toBe(true);
    const another = qr();
    t.door.input(another);
    t.door.touch({ type: 'close' });
    expect([...(another as { code: Uint8Array }).code].every((byte) => byte === 0)).toBe(true);
    expect(t.kinds()).toEqual([]);
  });

  test('are asked about once at a stop, whatever its code comes to', async () => {
    const t = stocked();
    t.door.input(parcel(own));
    t.door.input(bare(2));
    t.door.touch({ type: 'answer', delivery: stop.id, answer: 'hand-over' });
    await t.judged();
    t.door.input(qr());
    await t.judged();
    expect(t.handOver().parcels).toEqual([own]);
  });
});

test('what was said at a delivery that was taken away and given again is kept again (D3)', () => {
  const { door, store } = stocked();
  door.touch({ type: 'open', delivery: stop.id });
  door.input({ kind: 'parcel', label: own });
  const before = store.doorNotes.all();
  expect(before).toMatchObject([{ delivery: stop.id, open: true, ticked: [own] }]);
  store.doorNotes.drop(stop.id);
  door.pulled();
  expect(store.doorNotes.all()).toEqual(before);
});
