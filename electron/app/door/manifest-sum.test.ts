import { describe, expect, test } from 'vitest';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { Random16 } from '../../../shared/protocol/ids.ts';
import { aDelivery, aRoute } from '../../testing/samples.ts';
import {
  listOf,
  passKey,
  stop,
  TERMINAL,
  verifyOthersForTests,
} from './testing/verify-others-for-tests.ts';

const { stocked } = verifyOthersForTests();

describe('the sum of the manifest', () => {
  const items = [stop, aDelivery(2), aDelivery(3)];
  test('is the same page by page as counted anew, and back where it was after a withdrawal and return', async () => {
    const { store } = stocked();
    const apply = async (page: readonly (typeof items)[number][], cursor: number) => {
      const manifest = store.manifest.after(page);
      store.write((writer) => {
        for (const item of page) writer.applyItem(item);
        writer.setCursor(cursor, manifest);
      });
      expect(await store.manifest.counted()).toBe(store.manifest.noted());
    };
    await apply(items.slice(0, 1), 1);
    await apply(items.slice(1), 3);
    const before = await store.manifest.counted();
    const gone = store.manifest.after([{ type: 'withdrawn', delivery: stop.id }]);
    expect(gone).not.toBe(before);
    expect(await store.manifest.counted()).toBe(before);
    store.write((writer) => writer.applyItem({ type: 'withdrawn', delivery: stop.id }));
    expect(await store.manifest.counted()).toBe(gone);
    store.write((writer) => writer.applyItem(stop));
    expect(await store.manifest.counted()).toBe(before);
    store.close();
  });

  test('moves with every row that the manifest brought, a label that changed its stop too', async () => {
    const { store } = stocked(...items);
    const sums = new Set([await store.manifest.counted()]);
    const moved = { ...aDelivery(2), parcels: stop.parcels };
    for (const item of [
      { ...aDelivery(2), position: 9 },
      moved,
      aRoute({ name: 'R', driver: { id: TERMINAL, name: 'D' } }),
      { type: 'pass-withdrawn', once: toBase64url(new Uint8Array(16)) as Random16 } as const,
      { type: 'keys', keys: listOf([{ ...passKey, id: 'pass-2' }]) } as const,
      {
        type: 'staff',
        id: TERMINAL as never,
        number: 7,
        name: 'D',
        role: 'it',
        badge: null,
        pin: null,
      } as const,
      { type: 'staff-removed', id: TERMINAL as never } as const,
    ]) {
      const after = store.manifest.after([item]);
      store.write((writer) => writer.applyItem(item));
      expect(await store.manifest.counted()).not.toBe([...sums].at(-1));
      if (sums.size === 1) expect(after).toBe(await store.manifest.counted());
      sums.add(await store.manifest.counted());
    }
    expect(sums.size).toBe(8);
    store.close();
  });
});
