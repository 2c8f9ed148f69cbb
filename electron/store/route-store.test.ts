import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryId, type Instant, type Sequence } from '../../shared/protocol/ids.ts';
import type { RouteLook, Store } from '../app/ports/store.ts';
import { aDelivery, aHead, anEntry, aRoute } from '../testing/samples.ts';
import { makeStore } from './make-store.ts';
import { openDatabase } from './open-database.ts';

const STOPS = 10_000;
const numbered = (n: number) => ({
  ...aDelivery(),
  id: deliveryId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
  shortId: `${String(n).padStart(6, '0')}` as never,
  position: n,
  customer: n === 7_777 ? 'Ł. Żółtowski' : 'R. Okafor',
  address: [`Bergmannstraße ${n}`, '10961 Berlin'],
  parcels: [`LABEL${String(n).padStart(6, '0')}` as never],
});
const ALL: RouteLook = { filter: 'all', search: '' };

let store: Store;
beforeAll(() => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-route-')), 'store.db');
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  store = makeStore(database.value);
  store.write((writer) => {
    writer.applyItem(aRoute());
    for (let n = 1; n <= STOPS; n++) writer.applyItem(numbered(n));
    writer.applyItem({ type: 'withdrawn', delivery: numbered(3).id });
    writer.appendEntry(anEntry(1), aHead(1));
    const { id: delivery, epoch } = numbered(1);
    const at = 1_800_000_000_000 as Instant;
    const sequence = 1 as Sequence;
    const used = { delivery, epoch, sequence, at, driver: null, once: null } as const;
    writer.accept({ ...used, purpose: 'hand-over' });
    writer.recordException(numbered(2).id, 'nobody-home', at);
  });
});
afterAll(() => store.close());

const stops = () => store.stopsOf(aDelivery().route);
const positions = (look: RouteLook, from: number, size: number) =>
  stops()
    .page(look, from, size)
    .map(({ position }) => position);

test('knows how far a route of ten thousand is, and what comes next', () => {
  const { progress, next, placeOf } = stops();
  expect([progress(), next()]).toEqual([{ total: STOPS - 1, done: 2 }, numbered(4).id]);
  expect(placeOf(ALL, numbered(4).id)).toBe(2);
});

test('gives a few stops at a time, of those that are looked at', () => {
  expect(positions(ALL, 0, 3)).toEqual([1, 2, 4]);
  expect(positions({ filter: 'done', search: '' }, 0, 3)).toEqual([1, 2]);
  expect(positions({ filter: 'open', search: '' }, STOPS - 4, 3)).toEqual([STOPS]);
});

test.each([
  ['a name without its accents', 'zoltowski', [7_777]],
  ['street and number in any order', '4711 bergmannstrasse', [4_711]],
  ['a label', 'label009999', [9_999]],
  ['a street as it is written', 'Bergmannstraße 10000', [10_000]],
  ['what no stop has', 'zoltowski 12345', []],
])('finds %s', (_, search, found) => {
  const look = { filter: 'all', search } as const;
  expect(positions(look, 0, 10)).toEqual(found);
  expect(stops().matching(look)).toBe(found.length);
});
