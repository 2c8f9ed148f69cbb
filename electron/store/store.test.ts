import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allStops } from '../testing/all-stops.ts';
import { aDelivery, aHead, anEntry, aRoute } from '../testing/samples.ts';
import { makeStore } from './make-store.ts';
import { openDatabase } from './open-database.ts';

const KEY = new Uint8Array(32).fill(7);
const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'kerbside-store-')), 'store.db');
const open = (path: string, key = KEY) => {
  const opened = openDatabase(path, key.slice(), undefined);
  if (!opened.ok) throw new Error(opened.error);
  return { database: opened.value, store: makeStore(opened.value) };
};

test('what is written is there after closing and opening again', () => {
  const path = newPath();
  const first = open(path);
  first.store.write((writer) => {
    writer.applyItem(aRoute());
    writer.applyItem(aDelivery());
  });
  first.store.close();
  const { store } = open(path);
  expect(allStops(store)).toMatchObject([
    { customer: 'R. Okafor', tries: { 'hand-over': { count: 0 } }, acceptance: null },
  ]);
  store.close();
});

test('nothing in the folder tells what the store holds', () => {
  const path = newPath();
  const { store } = open(path);
  store.write((writer) => writer.applyItem(aDelivery()));
  for (const file of readdirSync(join(path, '..'))) {
    const bytes = readFileSync(join(path, '..', file));
    for (const plain of ['SQLite format 3', 'Okafor', 'Bergmann', 'CREATE TABLE']) {
      expect(bytes.includes(plain), `${plain} in ${file}`).toBe(false);
    }
  }
  store.close();
});

test('another key opens nothing and changes nothing', () => {
  const path = newPath();
  open(path).store.close();
  const before = readFileSync(path);
  expect(openDatabase(path, new Uint8Array(32).fill(8), undefined)).toEqual({
    ok: false,
    error: 'store-wrong-key',
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  open(path).store.close();
});

test('a plain database in its place is not taken for the store', () => {
  const path = newPath();
  writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]));
  expect(openDatabase(path, KEY.slice(), undefined)).toEqual({
    ok: false,
    error: 'store-wrong-key',
  });
});

test('one flipped byte in a page is found', () => {
  const path = newPath();
  const { store } = open(path);
  for (let i = 0; i < 50; i++) store.write((writer) => writer.applyItem(aDelivery(i)));
  store.close();
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const read = () => {
    const opened = openDatabase(path, KEY.slice(), undefined);
    if (!opened.ok) throw new Error(opened.error);
    try {
      return opened.value.pragma('integrity_check', { simple: true });
    } finally {
      opened.value.close();
    }
  };
  expect(() => expect(read()).toBe('ok')).toThrow();
});

test('a store that a newer version wrote is refused, not opened', () => {
  const path = newPath();
  const { database } = open(path);
  database.pragma('user_version = 99');
  database.close();
  expect(openDatabase(path, KEY.slice(), undefined)).toEqual({ ok: false, error: 'store-newer' });
});

test('a store that is in use is not opened a second time', () => {
  const path = newPath();
  const { store } = open(path);
  store.write((writer) => writer.applyItem(aDelivery()));
  expect(openDatabase(path, KEY.slice(), undefined)).toEqual({ ok: false, error: 'store-in-use' });
  store.close();
});

test('every commit is synchronised in full', () => {
  const { database } = open(newPath());
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  database.close();
});

test('a delivery is accepted once, whoever asks how often', () => {
  const { store } = open(newPath());
  const delivery = aDelivery().id;
  const outcomes: boolean[] = [];
  for (const sequence of [1, 2]) {
    store.write((writer) => {
      writer.appendEntry(anEntry(sequence), aHead(sequence));
      outcomes.push(
        writer.accept({
          delivery,
          epoch: sequence as never,
          sequence: sequence as never,
          at: 1_800_000_000_000 as never,
          driver: null,
          purpose: 'hand-over',
          once: null,
        }),
      );
    });
  }
  expect(outcomes).toEqual([true, false]);
  store.close();
});

test('entry and state are written together or not at all', () => {
  const { store } = open(newPath());
  expect(() =>
    store.write((writer) => {
      writer.appendEntry(anEntry(1), aHead(1));
      throw new Error('the power fails here');
    }),
  ).toThrow('the power fails here');
  expect(store.logPosition().sequence).toBe(0);
  store.close();
});

test('tries are counted for good and by purpose, even when the delivery goes and comes back', () => {
  const { store } = open(newPath());
  const item = aDelivery();
  const at = 1_800_000_000_000 as never;
  store.write((writer) => writer.applyItem(item));
  const stop = store.stop(item.id);
  if (stop === null) throw new Error('no stop');
  expect(store.countTry(stop, 'hand-over', at)).toBe(1);
  expect(store.countTry(stop, 'hand-over', at)).toBe(2);
  expect(store.countTry(stop, 'override', at)).toBe(1);
  store.write((writer) => writer.applyItem({ type: 'withdrawn', delivery: item.id }));
  expect(allStops(store)).toEqual([]);
  expect(store.stop(item.id)?.withdrawn).toBe(true);
  store.write((writer) => writer.applyItem(item));
  expect(store.stop(item.id)).toMatchObject({
    withdrawn: false,
    tries: { 'hand-over': { count: 2, lastAt: at }, override: { count: 1, lastAt: at } },
  });
  store.close();
});

test('a label or a short id leads to its delivery, and an unknown one nowhere', () => {
  const { store } = open(newPath());
  const item = aDelivery();
  store.write((writer) => writer.applyItem(item));
  expect(store.deliveryOfLabel(item.parcels[0] as never)).toBe(item.id);
  expect(store.deliveryOfShortId(item.shortId)).toBe(item.id);
  expect(store.deliveryOfLabel('340000000000000000' as never)).toBeNull();
  expect(store.deliveryOfShortId('ZZZZZZ' as never)).toBeNull();
  store.close();
});
