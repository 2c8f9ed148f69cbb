import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { type Epoch, parcelLabel } from '../../../shared/protocol/ids.ts';
import type { ScanInput } from '../../../shared/protocol/scan/scan-input.ts';
import { sealCode } from '../../../shared/protocol/schemes/sealed.ts';
import { nativeArgon2id } from '../../crypto/native-argon2id.ts';
import { codeOf, PEPPER } from '../../testing/sealed-stop.ts';
import {
  AT,
  bare,
  doorForTests,
  other,
  own,
  parcel,
  qr,
  scanAll,
  stop,
} from './testing/door-for-tests.ts';

const { at, stocked } = doorForTests();

describe('one event', () => {
  test('has one verdict, however often and by whatever scanner it is read (D1)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    t.door.input(qr());
    await t.judged();
    at.elapsed = 1_300;
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ name: 'verdict', verdict: { result: 'accepted' } });
    expect(t.door.touch({ type: 'acknowledge', id: 1 })).toBe(true);
    for (at.elapsed of [2_000, 9_000]) {
      t.door.input(qr());
      t.door.input(bare(1));
      await t.judged();
      expect(t.door.state().at).toEqual({ name: 'route' });
    }
    expect(t.kinds()).toEqual(['hand-over']);
    expect(t.store.stop(stop.id)?.tries['hand-over'].count).toBe(1);
  });

  test('of two scanners at the same moment is one as well (D16)', async () => {
    const t = stocked();
    scanAll(t);
    const signals: string[] = [];
    t.door.input(qr(), { signal: (signal) => signals.push(`serial ${signal}`) });
    t.door.input(bare(1), { signal: (signal) => signals.push(`keyboard ${signal}`) });
    await t.judged();
    await turn();
    expect(signals).toEqual(['serial good']);
    expect(t.kinds()).toEqual(['hand-over']);
  });

  test('is no guess at the next stop, whose door is open by then (D1)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(bare(1));
    await t.judged();
    t.door.input(parcel(other.parcels[0] as typeof own));
    at.elapsed = 3_000;
    t.door.input(bare(1));
    expect(t.door.state().at).toMatchObject({ name: 'door', stop: other.id });
    expect(t.store.stop(other.id)?.tries['hand-over'].count).toBe(0);
  });

  test('that was refused at the wrong stop is another one at the right stop', async () => {
    const t = stocked({ unscanned: 'free' });
    t.door.input(parcel(other.parcels[0] as typeof own));
    t.door.input(bare(1));
    await t.judged();
    expect(t.door.state().at).toMatchObject({ verdict: { reason: 'wrong-code' } });
    t.door.input(bare(1));
    t.door.touch({ type: 'acknowledge', id: 1 });
    t.door.touch({ type: 'close' });
    t.door.input(parcel(own));
    t.door.input(bare(1));
    await t.judged();
    expect(t.door.state().at).toMatchObject({ stop: stop.id, verdict: { result: 'accepted' } });
    expect(t.kinds()).toEqual(['attempt', 'hand-over']);
  });

  test("that was tried as the dispatcher's code is still the customer's (D1)", async () => {
    const t = stocked();
    scanAll(t);
    t.door.touch({ type: 'ask', delivery: stop.id, asks: 'override' });
    t.door.input(bare(1), { typedFor: stop.id });
    await t.judged();
    expect(t.door.state().at).toMatchObject({ verdict: { reason: 'wrong-code' } });
    t.door.input(qr());
    await t.judged();
    expect(t.door.state().at).toMatchObject({ verdict: { result: 'accepted' } });
    expect(t.kinds()).toEqual(['attempt', 'hand-over']);
  });

  test('after ten seconds is said calmly, and goes by itself (D1)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    await t.judged();
    t.door.touch({ type: 'acknowledge', id: 1 });
    at.elapsed = 12_000;
    t.door.input(qr());
    await t.judged();
    expect(t.door.state().at).toMatchObject({ name: 'verdict', justNow: true });
    vi.advanceTimersByTime(8_000);
    expect(t.door.state().at).toEqual({ name: 'route' });
  });
});

describe('an acceptance', () => {
  test('goes on by itself after four seconds (D12)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    await t.judged();
    vi.advanceTimersByTime(3_999);
    expect(t.door.state().at.name).toBe('verdict');
    vi.advanceTimersByTime(1);
    expect(t.door.state().at).toEqual({ name: 'route' });
  });

  test('goes on at once with the label of the next stop, and nothing is kept invisibly (D12)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    await t.judged();
    t.door.input(parcel(other.parcels[0] as typeof own));
    expect(t.door.waiting()).toBe(0);
    expect(t.door.state().at).toMatchObject({ name: 'door', stop: other.id });
    vi.advanceTimersByTime(10_000);
    expect(t.door.state().at).toMatchObject({ name: 'door', stop: other.id });
  });
});

test('what waits behind a refusal is counted, and taken in its turn (D12)', async () => {
  const t = stocked();
  scanAll(t);
  t.door.input(bare(2));
  await t.judged();
  t.door.input(parcel(other.parcels[0] as typeof own));
  expect(t.door.waiting()).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(t.door.state().at).toMatchObject({ name: 'verdict', stop: stop.id });
  t.door.touch({ type: 'acknowledge', id: 1 });
  await turn();
  expect(t.door.waiting()).toBe(0);
  expect(t.door.state().at).toMatchObject({ stop: stop.id, elsewhere: { delivery: other.id } });
});

describe('a wait after a wrong code', () => {
  test('answers what is scanned meanwhile, which is no attempt (D6)', async () => {
    const t = stocked({ waitsMs: [30_000], unscanned: 'free' });
    t.door.input(parcel(own));
    t.door.input(bare(2));
    await t.judged();
    t.door.touch({ type: 'acknowledge', id: 1 });
    at.elapsed = 20_000;
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ name: 'door', stop: stop.id });
    expect(t.door.state().notice).toMatchObject({ says: 'wait', until: AT + 30_000 });
    expect(t.kinds()).toEqual(['attempt']);
    at.elapsed = 30_000;
    t.door.input(qr());
    await t.judged();
    expect(t.kinds()).toEqual(['attempt', 'hand-over']);
  });
});

describe('a barcode that is for nobody here', () => {
  test.each<[string, ScanInput, string]>([
    ['noise', { kind: 'unreadable' }, 'foreign'],
    ['a label of no stop', parcel(parcelLabel.parse('34098765000000050')), 'foreign'],
    ['a badge at a door', { kind: 'badge', badge: 'x' as never }, 'foreign'],
    ['a code with no stop open', bare(1), 'open-first'],
    ['ten characters with no stop open', { kind: 'mistyped-code' }, 'foreign'],
  ])('is a line that passes, without an entry: %s (D11)', (name, scanned, says) => {
    const t = stocked();
    const isAtDoor = name.endsWith('door');
    if (isAtDoor) t.door.input(parcel(own));
    const { at } = t.door.state();
    const signals: string[] = [];
    t.door.input(scanned, { signal: (signal) => signals.push(signal) });
    expect(t.door.state().at).toEqual(at);
    expect(t.door.state().notice).toMatchObject({ says });
    expect(signals).toEqual(['bad']);
    vi.advanceTimersByTime(4_000);
    expect(t.door.state().notice).toBeNull();
    expect(t.kinds()).toEqual([]);
  });

  test('says so at a door and behind a refusal, which stands (D17)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input({ kind: 'unreadable' });
    expect(t.door.state().notice).toMatchObject({ says: 'foreign' });
    t.door.input(bare(2));
    await t.judged();
    t.door.input({ kind: 'unreadable' });
    expect(t.door.waiting()).toBe(0);
    expect(t.door.state().at).toMatchObject({ name: 'verdict', verdict: { reason: 'wrong-code' } });
  });
});

describe('the code of an earlier message', () => {
  const reissued = async () => {
    const verifier = { ...stop.verifier, epoch: 2 as Epoch };
    const presenceKey = await sealCode(verifier, PEPPER, codeOf(7), nativeArgon2id);
    const override = { ...stop.override, epoch: 2 as Epoch };
    return {
      ...stop,
      epoch: 2 as Epoch,
      override,
      verifier: { ...verifier, presenceKey },
    };
  };

  test('is told from a wrong one, and costs no attempt (D18)', async () => {
    const t = stocked({ waitsMs: [0, 30_000] });
    const newer = await reissued();
    t.store.write((writer) => writer.applyItem(newer));
    scanAll(t);
    t.door.input(bare(2));
    await t.judged();
    expect(t.store.stop(stop.id)?.tries['hand-over']).toEqual({ count: 1, lastAt: AT });
    at.elapsed = 15_000;
    t.door.input(bare(1));
    await t.judged();
    expect(t.door.state().at).toMatchObject({ verdict: { reason: 'older-code' } });
    expect(t.store.stop(stop.id)?.tries['hand-over']).toEqual({ count: 1, lastAt: AT });
    t.door.input(bare(7));
    await t.judged();
    expect(t.handOver()).toMatchObject({ epoch: 2 });
  });

  test('as the first that is tried leaves no try at all (D18)', async () => {
    const t = stocked();
    const newer = await reissued();
    t.store.write((writer) => writer.applyItem(newer));
    scanAll(t);
    t.door.input(qr());
    await t.judged();
    expect(t.door.state().at).toMatchObject({ verdict: { reason: 'older-code' } });
    expect(t.store.stop(stop.id)?.tries['hand-over']).toEqual({ count: 0, lastAt: null });
    expect(t.store.stop(stop.id)?.acceptance).toBeNull();
  });
});

test('a label is scanned, though its digits were typed where a token’s code belongs', () => {
  const { door, printOf } = stocked({ unscanned: 'ask' });
  const label = utf8(own);
  door.touch({ type: 'open', delivery: stop.id });
  door.input({ kind: 'token', digits: label.slice() }, { typedFor: stop.id });
  expect(door.state().at).toMatchObject({ question: { name: 'unscanned' } });
  door.input({ kind: 'parcel', label: own }, { print: printOf(label) });
  expect(door.state().ticked.get(stop.id)).toContain(own);
});
