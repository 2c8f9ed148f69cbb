import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import { day, type Instant, type Sequence } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { makeStore } from '../../store/make-store.ts';
import { openDatabase } from '../../store/open-database.ts';
import { aDelivery, aHead, anEntry, aRecord, aRoute } from '../../testing/samples.ts';
import { routesInOrder } from '../door/current-route.ts';
import type { LogWriter } from '../log/write-log.ts';
import { eraseOver, type Today } from './erase-over.ts';

const AT = 1_800_000_000_000 as Instant;
const todayIs = (text: string): Today => ({
  day: day.parse(text),
  start: Date.parse(`${text}T00:00:00Z`) as Instant,
});
const TODAY = todayIs('2027-01-15');
const TOMORROW = todayIs('2027-01-16');

const signer = makeSigner(new Uint8Array(32).fill(5));
const { publicKey } = signer;
const RECORD = aRecord({ signer, agreementKey: publicKey, depotAgreementKey: publicKey });

const begin = (stops = 3) => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-erase-')), 'store.db');
  const opened = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!opened.ok) throw new Error(opened.error);
  const database = opened.value;
  const store = makeStore(database);
  store.write((writer) => {
    writer.enrol(RECORD);
    writer.applyItem(aRoute({ day: TODAY.day }));
    for (let n = 1; n <= stops; n++) writer.applyItem(aDelivery(n));
    writer.appendEntry(anEntry(1), aHead(1));
    const { id: delivery, epoch } = aDelivery(1);
    const used = { delivery, epoch, sequence: 1 as Sequence, at: AT, once: null } as const;
    writer.accept({ ...used, driver: null, purpose: 'hand-over' });
  });
  const vouched: unknown[] = [];
  const log = {
    append: async (content: { manifest: unknown }, alongside: (writer: never) => void) => {
      vouched.push(content.manifest);
      store.write((writer) => alongside(writer as never));
      return ok(null);
    },
  } as unknown as LogWriter;
  const rows = (): string =>
    ['delivery', 'parcel', 'route', 'question']
      .map((table) => JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all()))
      .join();
  const withdraw = (...numbers: number[]) =>
    store.write((writer) => {
      for (const n of numbers) {
        writer.applyItem({ type: 'withdrawn', delivery: aDelivery(n).id });
      }
    });
  return { path, database, store, log, rows, vouched, withdraw };
};

test('what is over leaves nothing but what ‘already used’ needs (D15)', async () => {
  const { store, log, rows, vouched, withdraw } = begin();
  withdraw(1, 2);
  expect(rows()).toContain(aDelivery(2).parcels[0]);
  await eraseOver(store, log, TODAY, []);
  for (const n of [1, 2]) {
    const { id, shortId, parcels } = aDelivery(n);
    expect(store.stop(id)).toBe(null);
    expect(store.deliveryOfShortId(shortId)).toBe(id);
    expect(store.deliveryOfLabel(parcels[0] as never)).toBe(null);
    expect(rows()).not.toContain(parcels[0]);
  }
  expect(store.erased(aDelivery(1).id)).toMatchObject({ epoch: 1, acceptance: { at: AT } });
  expect(store.erased(aDelivery(2).id)).toMatchObject({ epoch: 1, acceptance: null });
  expect(store.stop(aDelivery(3).id)).toMatchObject({ customer: 'R. Okafor' });
  expect(rows().match(/Okafor/g)).toHaveLength(1);
  // The sum that the entry has is that of what is left.
  expect(vouched).toEqual([await store.manifest.counted()]);
  store.close();
});

test('what was delivered stays on the list until it is erased (D15)', () => {
  const { store, withdraw } = begin();
  withdraw(1, 2);
  const { progress, next } = store.stopsOf(aDelivery().route);
  expect([progress(), next()]).toEqual([{ total: 2, done: 1 }, aDelivery(3).id]);
  store.close();
});

test('nothing is erased that is not handed in, or that somebody looks at (D15)', async () => {
  const { store, log, database, vouched, withdraw } = begin();
  const signed = anEntry(2);
  const content = { kind: 'exception-undone', delivery: aDelivery(2).id, undoes: 1 };
  store.write((writer) => {
    const entry = { ...signed.entry, sequence: 2, content };
    writer.appendEntry({ ...signed, entry } as never, aHead(2));
  });
  withdraw(1, 2, 3);
  await eraseOver(store, log, TODAY, [aDelivery(3).id]);
  expect([1, 2, 3].map((n) => store.stop(aDelivery(n).id) !== null)).toEqual([false, true, true]);
  expect(database.prepare('SELECT count(*) AS n FROM log').get()).toEqual({ n: 2 });
  store.acknowledge(2 as Sequence);
  await eraseOver(store, log, TODAY, []);
  expect(store.stop(aDelivery(2).id)).toBe(null);
  expect(vouched).toHaveLength(2);
  await eraseOver(store, log, TODAY, []);
  expect(vouched).toHaveLength(2);
  store.close();
});

test('a route of a day before goes with its last stop, one of today stays (D15)', async () => {
  const { store, log, withdraw } = begin();
  withdraw(1, 2, 3);
  await eraseOver(store, log, TODAY, []);
  expect(store.routes()).toMatchObject([{ day: TODAY.day }]);
  await eraseOver(store, log, TOMORROW, []);
  expect(store.routes()).toEqual([]);
  store.close();
});

test('the file is smaller afterwards (D15)', async () => {
  const { path, store, log, database, withdraw } = begin(400);
  const size = (): number => {
    database.pragma('wal_checkpoint(TRUNCATE)');
    return statSync(path).size;
  };
  const before = size();
  withdraw(...Array.from({ length: 400 }, (_, i) => i + 1));
  await eraseOver(store, log, TOMORROW, []);
  expect(size()).toBeLessThan(before / 3);
  store.close();
});

test('a short id that central gives again is the new delivery’s', async () => {
  const { store, log, withdraw } = begin();
  withdraw(1);
  await eraseOver(store, log, TODAY, []);
  const { shortId } = aDelivery(1);
  store.write((writer) => writer.applyItem({ ...aDelivery(9), shortId }));
  expect(store.deliveryOfShortId(shortId)).toBe(aDelivery(9).id);
  store.close();
});

const ids = [501, 502, 503, 504].map(
  (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
);
const YESTERDAY = todayIs('2027-01-14');

test('the route at hand is today’s, then what is left of before, then today’s that is done (C13)', () => {
  const { store } = begin(1);
  const [old, later, other] = ids;
  store.write((writer) => {
    writer.applyItem(aRoute({ id: later, name: '1', day: TOMORROW.day }));
    writer.applyItem({ ...aDelivery(21), route: later as never });
    writer.applyItem(aRoute({ id: old, name: '9', day: YESTERDAY.day }));
    writer.applyItem({ ...aDelivery(22), route: old as never });
    writer.applyItem(aRoute({ id: other, name: '20', day: TODAY.day }));
    writer.applyItem({ ...aDelivery(23), route: other as never });
  });
  const names = (today: Today) =>
    routesInOrder(store, today.day).map(({ name, left }) => `${name}: ${left}`);
  // Route 14 of today is done.
  expect(names(TODAY)).toEqual(['20: 1', '9: 1', '14: 0', '1: 1']);
  expect(names(TOMORROW)).toEqual(['1: 1', '9: 1', '20: 1', '14: 0']);
  expect(names(YESTERDAY)).toEqual(['9: 1', '14: 0', '20: 1', '1: 1']);
  store.close();
});

test('the same name on two days is two lists, each with its own stop 2 (D15)', () => {
  const { store } = begin(2);
  const route = ids[0] as never;
  store.write((writer) => {
    writer.applyItem(aRoute({ id: route, day: TOMORROW.day }));
    writer.applyItem({ ...aDelivery(31), route, position: 2 });
  });
  const positions = (of: never) =>
    store
      .stopsOf(of)
      .page({ filter: 'all', search: '' }, 0, 10)
      .map(({ position }) => position);
  expect(positions(aDelivery().route as never)).toEqual([2, 3]);
  expect(positions(route)).toEqual([2]);
  store.close();
});
