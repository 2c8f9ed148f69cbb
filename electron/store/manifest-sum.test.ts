import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lengthPrefixed, toHex } from '../../shared/protocol/codec/bytes.ts';
import { aDelivery } from '../testing/samples.ts';
import { makeStore } from './make-store.ts';
import { openDatabase } from './open-database.ts';

const CUSTOMERS = ['R. Okafor', 'Özgür Łukaszewicz', 'نورة', '😀'.repeat(60), 'a', 'ß'.repeat(119)];

test('the sum is that of the SHA-256 of each row with its lengths, in whatever script', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-sum-')), 'store.db');
  const opened = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!opened.ok) throw new Error(opened.error);
  const store = makeStore(opened.value);
  store.write((writer) => {
    for (const [i, customer] of CUSTOMERS.entries()) {
      writer.applyItem({ ...aDelivery(i + 1), customer });
    }
  });
  const rows = opened.value
    .prepare(
      `SELECT 'delivery', id, withdrawn || item FROM delivery
       UNION ALL SELECT 'parcel', label, delivery FROM parcel`,
    )
    .raw()
    .all() as [string, string, string][];
  const sum = rows
    .map((row) => lengthPrefixed('kerbside/v1/manifest-row', ...row))
    .map((bytes) => BigInt(`0x${createHash('sha256').update(bytes).digest('hex')}`))
    .reduce((a, b) => (a + b) % 2n ** 256n, 0n);
  const counted = Buffer.from(await store.manifest.counted(), 'base64url');
  expect(rows.length).toBeGreaterThan(CUSTOMERS.length);
  expect(toHex(new Uint8Array(counted))).toBe(sum.toString(16).padStart(64, '0'));
  expect(store.manifest.after([])).toBe(await store.manifest.counted());
  store.close();
});
