import { hash as hashOf } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { fromHex, lengthPrefixed, toBase64url } from '../../shared/protocol/codec/bytes.ts';
import type { Hash } from '../../shared/protocol/ids.ts';
import type { Store, StoreItem, StoreWriter } from '../app/ports/store.ts';
import { nextTurn } from '../next-turn.ts';

/** A row that came with the manifest, whatever its table: what it is, which one, what it says. */
const manifestRow = z.tuple([z.string(), z.string(), z.string()]);
type ManifestRow = z.infer<typeof manifestRow>;

/** Of an erased one, what stayed. */
const DELIVERY = 'withdrawn || coalesce(item, json_array(short_id, epoch))';
/** Of a terminal that has left the root of its enrolment: the one that it came to, and how. */
const ROOT = `SELECT 'root', '', json_array(record ->> '$.root', record -> '$.roots') FROM terminal
    WHERE record -> '$.roots' IS NOT NULL`;
const ROWS = `
  SELECT 'delivery' AS kind, id AS key, ${DELIVERY} AS text FROM delivery
  UNION ALL SELECT 'parcel', label, delivery FROM parcel
  UNION ALL SELECT 'route', id, json_array(name, day, driver, driver_name) FROM route
  UNION ALL SELECT 'policy', '', policy FROM policy
  UNION ALL SELECT 'depot', '', facts FROM depot
  UNION ALL SELECT 'keys', '', json_extract(record, '$.keys') FROM terminal
  UNION ALL ${ROOT}
  UNION ALL SELECT 'pass', once, '' FROM withdrawn_pass
  UNION ALL SELECT 'staff', id, removed || item FROM staff`;
/** Every row that items could change: by delivery, by label, by pass, by person; what there is one of, always. */
const TOUCHED = `
  SELECT 'delivery' AS kind, id AS key, ${DELIVERY} AS text FROM delivery
    WHERE id IN (SELECT value FROM json_each($deliveries))
  UNION SELECT 'parcel', label, delivery FROM parcel
    WHERE delivery IN (SELECT value FROM json_each($deliveries))
  UNION SELECT 'parcel', label, delivery FROM parcel
    WHERE label IN (SELECT value FROM json_each($labels))
  UNION SELECT 'route', id, json_array(name, day, driver, driver_name) FROM route
  UNION SELECT 'policy', '', policy FROM policy
  UNION SELECT 'depot', '', facts FROM depot
  UNION SELECT 'keys', '', json_extract(record, '$.keys') FROM terminal
  UNION ${ROOT}
  UNION SELECT 'pass', once, '' FROM withdrawn_pass
    WHERE once IN (SELECT value FROM json_each($passes))
  UNION SELECT 'staff', id, removed || item FROM staff
    WHERE id IN (SELECT value FROM json_each($staff))`;

const MODULUS = 1n << 256n;

const LABEL = lengthPrefixed('kerbside/v1/manifest-row');
const LENGTH = 4;
/** The most bytes that a character of a string has in UTF-8. */
const WIDEST = 3;

/**
 * Gives what writes `lengthPrefixed('kerbside/v1/manifest-row', …row)`, each time into the same
 * room: a start hashes every row of the route, and memory for each would cost more than the hash.
 */
const makeRowWriter = (): ((row: ManifestRow) => Uint8Array) => {
  let room = Buffer.alloc(0);
  return (row) => {
    const most = row.reduce((sum, { length }) => sum + LENGTH + WIDEST * length, LABEL.length);
    if (room.length < most) {
      room = Buffer.alloc(2 * most);
      room.set(LABEL);
    }
    let at = LABEL.length;
    for (const text of row) {
      const length = room.write(text, at + LENGTH, 'utf8');
      room.writeUInt32BE(length, at);
      at += LENGTH + length;
    }
    return room.subarray(0, at);
  };
};

const makeRowSum = () => {
  const write = makeRowWriter();
  let sum = 0n;
  return {
    add: (row: unknown): void => {
      sum += BigInt(`0x${hashOf('sha256', write(manifestRow.parse(row)), 'hex')}`);
    },
    sum: (): bigint => sum % MODULUS,
  };
};
const sumOf = (rows: readonly unknown[]): bigint => {
  const sum = makeRowSum();
  for (const row of rows) sum.add(row);
  return sum.sum();
};
const asHash = (sum: bigint): Hash =>
  toBase64url(fromHex(sum.toString(16).padStart(64, '0'))) as Hash;

const touchedBy = (items: readonly StoreItem[]) => {
  const deliveries = items.flatMap((item) => {
    if (item.type === 'delivery') return [item.id];
    return item.type === 'withdrawn' ? [item.delivery] : [];
  });
  const labels = items.flatMap((item) => (item.type === 'delivery' ? item.parcels : []));
  const passes = items.flatMap((item) => (item.type === 'pass-withdrawn' ? [item.once] : []));
  const staff = items.flatMap((item) =>
    item.type === 'staff' || item.type === 'staff-removed' ? [item.id] : [],
  );
  return {
    staff: JSON.stringify(staff),
    deliveries: JSON.stringify(deliveries),
    labels: JSON.stringify(labels),
    passes: JSON.stringify(passes),
  };
};

type Touched = ReturnType<typeof touchedBy>;

/** Leaves a transaction so that nothing of it stays. */
class OnlyTried extends Error {}

/**
 * The sum of the SHA-256 of every row of the manifest, modulo 2^256. One row more or less changes
 * it by that row alone, so a page costs what its own rows cost, however long the route is.
 */
export const makeManifestSum = (
  database: Database,
  writer: StoreWriter,
  noted: () => Hash | null,
): Store['manifest'] => {
  const allRows = database.prepare(ROWS).raw();
  /** A few milliseconds' worth of rows. */
  const TURN = 200;
  const touchedRows = database.prepare(TOUCHED).raw();
  const counted = async (): Promise<Hash> => {
    const rows = makeRowSum();
    let read = 0;
    for (const row of allRows.iterate()) {
      rows.add(row);
      read += 1;
      if (read % TURN === 0) await nextTurn();
    }
    return asHash(rows.sum());
  };

  /** By how much the sum changes with work that touches no other rows than these. */
  const changeBy = (touched: Touched, work: () => void): bigint => {
    let change = 0n;
    const tryOut = database.transaction(() => {
      const before = sumOf(touchedRows.all(touched));
      work();
      change = sumOf(touchedRows.all(touched)) + MODULUS - before;
      throw new OnlyTried();
    });
    try {
      tryOut.immediate();
    } catch (error) {
      if (!(error instanceof OnlyTried)) throw error;
    }
    return change;
  };
  const numberOfHash = (hash: Hash): bigint =>
    BigInt(`0x${Buffer.from(hash, 'base64url').toString('hex')}`);

  const now = (): bigint => numberOfHash(noted() ?? asHash(sumOf(allRows.all())));

  return {
    noted,
    counted,
    after: (items) => {
      const apply = () => items.forEach(writer.applyItem);
      return asHash((now() + changeBy(touchedBy(items), apply)) % MODULUS);
    },
    afterErasing: (erasure) => {
      const touched = { ...touchedBy([]), deliveries: JSON.stringify(erasure.deliveries) };
      return asHash((now() + changeBy(touched, () => writer.erase(erasure))) % MODULUS);
    },
  };
};
