import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeMemoryKeychain } from '../../../faults/support/memory-keychain.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import {
  type DriverId,
  type Epoch,
  type Instant,
  parcelLabel,
  type Sequence,
  type TerminalId,
} from '../../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import { DEFAULT_POLICY, type Policy } from '../../../shared/protocol/policy.ts';
import type { ScanInput } from '../../../shared/protocol/scan/scan-input.ts';
import { sealCode } from '../../../shared/protocol/schemes/sealed.ts';
import type { Draft } from '../../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../../shared/terminal/door/exception-draft.ts';
import { beginHandOver } from '../../../shared/terminal/door/hand-over-draft.ts';
import { nativeArgon2id } from '../../crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../keychain/terminal-secrets.ts';
import { makeStore } from '../../store/make-store.ts';
import { openDatabase } from '../../store/open-database.ts';
import { codeOf, PEPPER, sealedStop } from '../../testing/sealed-stop.ts';
import { makeLogWriter } from '../log/write-log.ts';
import type { Store } from '../ports/store.ts';
import { type ExceptionSaid, recordException } from './record-exception.ts';
import { type Door, makeDoor } from './run-door.ts';
import { makeScanPrint } from './same-event.ts';
import { makeVerifyScan } from './verify-scan.ts';

const AT = 1_800_000_000_000 as Instant;
const terminal = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
const driver = '00000000-0000-4000-8000-0000000000dd' as DriverId;
const more = ['34012345009000000011', '34012345009000000028'].map((label) =>
  parcelLabel.parse(label),
);
const first = await sealedStop(1);
const stop = { ...first, parcels: [...first.parcels, ...more] };
const other = await sealedStop(2);
const [own, second, third] = stop.parcels as [(typeof more)[0], (typeof more)[0], (typeof more)[0]];

let path: string;
let keychain: ReturnType<typeof makeMemoryKeychain>;
/** Milliseconds of a clock that nobody sets. */
let elapsed: number;
let running: { readonly door: Door; readonly store: Store } | null;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'kerbside-door-')), 'store.db');
  keychain = makeMemoryKeychain();
  elapsed = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  running?.door.stop();
  running?.store.close();
  running = null;
  vi.useRealTimers();
});

/** The door over its real store, log and derivation; `start` once more is what a crash leaves. */
const start = () => {
  running?.store.close();
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  const store = makeStore(database.value);
  const now = () => ({ at: (AT + elapsed) as Instant, trust: 'central' as const });
  const log = makeLogWriter({
    store,
    anchors: makeAnchorKeeper(keychain, 'door'),
    signer: makeSigner(new Uint8Array(32).fill(21)),
    readTime: now,
    identity: () => ({ terminal, driver }),
  });
  const verify = makeVerifyScan({
    store,
    log,
    pepper: PEPPER,
    argon2id: nativeArgon2id,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    readClock: () => ({ now: now(), wallWrong: false, untrusted: false, leaseEnds: null }),
  });
  const failures: string[] = [];
  const printOf = makeScanPrint((length) => new Uint8Array(randomBytes(length)));
  const door = makeDoor({
    store,
    verify,
    elapsed: () => elapsed,
    printOf,
    isJustNow: (verdict) => verdict.result === 'refused' && verdict.reason === 'already-used',
    mayWrite: () => true,
    changed: () => undefined,
    failed: (problem) => failures.push(problem),
  });
  running = { door, store };
  /** Until what was scanned has been judged. */
  const judged = async () => {
    while (door.state().at.name === 'judging') await turn();
  };
  const kinds = () => store.entriesAfter(0 as Sequence, 50).map(({ entry }) => entry.content.kind);
  const handOver = () => {
    const found = store
      .entriesAfter(0 as Sequence, 50)
      .map(({ entry }) => entry.content)
      .find((content) => content.kind === 'hand-over');
    if (found?.kind !== 'hand-over') throw new Error('no hand-over in the log');
    return found;
  };
  return { door, store, log, failures, printOf, judged, kinds, handOver };
};
const stocked = (policy: Partial<Policy> = {}) => {
  const started = start();
  started.store.write((writer) => {
    writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0], ...policy } });
    writer.applyItem(stop);
    writer.applyItem(other);
  });
  return started;
};

const qr = (n = 1): ScanInput => ({
  kind: 'code',
  delivery: n === 2 ? other.shortId : stop.shortId,
  code: codeOf(n),
});
const bare = (n: number): ScanInput => ({ kind: 'code', delivery: null, code: codeOf(n) });
const parcel = (label: typeof own): ScanInput => ({ kind: 'parcel', label });
const scanAll = ({ door }: { door: Door }) => {
  for (const label of stop.parcels) door.input(parcel(label));
};
const draft = (more: Partial<NonNullable<Draft['handOver']>>): Draft => ({
  shown: 'hand-over',
  exception: NO_EXCEPTION,
  handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'neighbour', ...more },
});
const write = (door: Door, edit: number, more: Partial<NonNullable<Draft['handOver']>>) =>
  door.touch({ type: 'draft', delivery: stop.id, edit, draft: draft(more) });

describe('one event', () => {
  test('has one verdict, however often and by whatever scanner it is read (D1)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    t.door.input(qr());
    await t.judged();
    elapsed = 1_300;
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ name: 'verdict', verdict: { result: 'accepted' } });
    expect(t.door.touch({ type: 'acknowledge', id: 1 })).toBe(true);
    for (elapsed of [2_000, 9_000]) {
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
    elapsed = 3_000;
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

  test('after ten seconds is said calmly, and goes by itself (D1)', async () => {
    const t = stocked();
    scanAll(t);
    t.door.input(qr());
    await t.judged();
    t.door.touch({ type: 'acknowledge', id: 1 });
    elapsed = 12_000;
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

describe('a wait after a wrong code', () => {
  test('answers what is scanned meanwhile, which is no attempt (D6)', async () => {
    const t = stocked({ waitsMs: [30_000], unscanned: 'free' });
    t.door.input(parcel(own));
    t.door.input(bare(2));
    await t.judged();
    t.door.touch({ type: 'acknowledge', id: 1 });
    elapsed = 20_000;
    t.door.input(qr());
    expect(t.door.state().at).toMatchObject({ name: 'door', stop: stop.id });
    expect(t.door.state().notice).toMatchObject({ says: 'wait', until: AT + 30_000 });
    expect(t.kinds()).toEqual(['attempt']);
    elapsed = 30_000;
    t.door.input(qr());
    await t.judged();
    expect(t.kinds()).toEqual(['attempt', 'hand-over']);
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
    elapsed = 15_000;
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
