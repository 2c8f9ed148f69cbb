import { randomBytes } from 'node:crypto';
import {
  type KeyPurpose,
  keyPurpose,
  type SignedDocument,
} from '../../../shared/protocol/api/signed.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database } from '../database/pool.ts';
import { seal } from './seal.ts';

/** What central's keys are for. A root key is followed by another one when an operator says so. */
const PURPOSES = [
  'root',
  ...keyPurpose.options,
  'issuing',
  'code-sealing',
  'token-sealing',
  'sign-in',
  'webhooks',
  'agreement-sealing',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export type KeyRow = {
  readonly id: string;
  readonly purpose: Purpose;
  readonly sealed: Buffer;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** From when on central signs with it. */
  readonly signsFrom: Instant;
  /** When it came into the list. */
  readonly listedAt: Instant;
  readonly publicKey: PublicKey | null;
  /** Of a root key that follows another one: by what that one named it. */
  readonly statement: SignedDocument | null;
  /** Since when terminals are told of it. */
  readonly toldAt: Instant | null;
};

/**
 * SQL: when the list of keys, or the root that signs it, last changed. A process that has an older one
 * reads the keys again.
 */
export const LIST_ISSUED = `(select max(greatest(told_at, case
    when purpose in (${keyPurpose.options.map((purpose) => `'${purpose}'`).join(', ')}) then listed_at end))
  from central_key)`;

/** One command at a time changes keys; whoever reads them does not wait for it. */
export const LOCK_KEYS = 'lock table central_key in exclusive mode';

/** What the sealed secret of a key is bound to. */
export const keyBinding = (purpose: string, id: string): string =>
  `kerbside/v1/central-key/${purpose}/${id}`;

/** A day back: a terminal that goes by its wall clock may lag behind central's. */
const SLACK = DAY;
const LIFETIME = 5 * 365 * DAY;
/** A key with less than this part of its lifetime left gets a successor. */
const LAST_PART = 1 / 5;
/**
 * How long a successor is listed before central signs with it. A terminal that has not docked
 * since could not tell that what it gets is central's: so it is long, also for one in a drawer.
 */
const LISTED_FIRST = 90 * DAY;

export const readKeys = async (db: Database): Promise<KeyRow[]> =>
  (
    await db.query<KeyRow>(
      `select id, purpose, sealed, not_before as "notBefore", not_after as "notAfter",
         signs_from as "signsFrom", listed_at as "listedAt", public_key as "publicKey", statement,
         told_at as "toldAt"
       from central_key order by listed_at, id`,
    )
  ).rows;

/** Whether a purpose is that of a key that stands in the list and rolls. */
export const isListed = (purpose: Purpose): purpose is KeyPurpose =>
  keyPurpose.safeParse(purpose).success;

/** When a list that changes now is issued: later than the one before, even if the clock was set back. */
export const nextListing = (keys: readonly KeyRow[], now: Instant): Instant =>
  Math.max(
    now,
    ...keys.map(({ listedAt, toldAt }) => Math.max(listedAt, toldAt ?? 0) + 1),
  ) as Instant;

/**
 * Makes a key; without `signsFrom` it signs at once. A root key that follows another one has the
 * statement of that one, made of its public half. Gives its id.
 */
export const makeKey = async (
  db: Database,
  master: Uint8Array,
  purpose: Purpose,
  now: Instant,
  listedAt: Instant,
  signsFrom: Instant | null,
  stated: (next: PublicKey) => SignedDocument | null = () => null,
): Promise<string> => {
  const secret = new Uint8Array(randomBytes(32));
  const id = `${purpose}-${randomBytes(4).toString('hex')}`;
  const hasPublic = purpose === 'root' || isListed(purpose);
  const publicKey = hasPublic ? makeSigner(secret).publicKey : null;
  const statement = publicKey === null ? null : stated(publicKey);
  const notBefore = later(now, -SLACK);
  await db.query(
    `insert into central_key (id, purpose, public_key, sealed, not_before, not_after, signs_from,
       listed_at, statement) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      purpose,
      publicKey,
      seal(master, keyBinding(purpose, id), secret),
      at(notBefore),
      at(later(now, LIFETIME)),
      at(signsFrom ?? notBefore),
      at(listedAt),
      statement,
    ],
  );
  wipe(secret);
  return id;
};

/** From when on a successor signs: after its time in the list, and well before its predecessor ends. */
const successionOf = ({ notAfter }: KeyRow, now: Instant): Instant =>
  later(now, Math.floor(Math.min(LISTED_FIRST, Math.max(0, notAfter - now) / 2)));

/**
 * Makes every key that is missing, which signs at once, and a successor for each listed key that
 * nears its end, which signs later. `keys` are those that there are, the newest last.
 */
export const makeDueKeys = async (
  db: Database,
  master: Uint8Array,
  keys: readonly KeyRow[],
  now: Instant,
): Promise<void> => {
  const listedAt = nextListing(keys, now);
  for (const purpose of PURPOSES) {
    const newest = keys.findLast((key) => key.purpose === purpose);
    if (newest === undefined) {
      await makeKey(db, master, purpose, now, listedAt, null);
      continue;
    }
    const { notBefore, notAfter } = newest;
    const isEnding = notAfter - now < (notAfter - notBefore) * LAST_PART;
    if (!isListed(purpose) || !isEnding) continue;
    await makeKey(db, master, purpose, now, listedAt, successionOf(newest, now));
  }
};
