import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { MINUTE } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { interval } from '../sessions/sessions.ts';
import { databaseTime } from './authenticator.ts';
import { keyFor } from './secrets.ts';

const GOOD_MS = 5 * MINUTE;
const NONCE_BYTES = 16;
const TIME_BYTES = 6;

type Keys = Pick<Ports['keys'], 'signIn'>;

/** What a challenge is for: a sign-in, or a passkey that is added for somebody. */
export type ChallengeUse = 'sign-in' | `add ${string}`;

const sign = (keys: Keys, body: Uint8Array, use: ChallengeUse): Buffer =>
  createHmac('sha256', keyFor(keys, 'challenge')).update(body).update(use).digest();

/**
 * A challenge that central knows again without keeping it: so many as anybody asks for cost nothing.
 */
export const makeChallenge = async (
  db: Database,
  keys: Keys,
  use: ChallengeUse,
): Promise<Uint8Array<ArrayBuffer>> => {
  const body = Buffer.alloc(NONCE_BYTES + TIME_BYTES);
  randomBytes(NONCE_BYTES).copy(body);
  body.writeUIntBE((await databaseTime(db)) + GOOD_MS, NONCE_BYTES, TIME_BYTES);
  return new Uint8Array([...body, ...sign(keys, body, use)]);
};

/** Whether this is a challenge of central's for this use, which is not over and was never answered. */
export const takeChallenge = async (
  tx: Database,
  keys: Keys,
  use: ChallengeUse,
  challenge: string,
): Promise<boolean> => {
  const bytes = Buffer.from(challenge, 'base64url');
  const body = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
  const [said, made] = [bytes.subarray(body.length), sign(keys, body, use)];
  if (body.length < NONCE_BYTES + TIME_BYTES || said.length !== made.length) return false;
  if (!timingSafeEqual(said, made)) return false;
  const { rowCount } = await tx.query(
    `insert into used_challenge (challenge, expires_at)
     select $1::bytea, until.at
     from (select to_timestamp($2::float8 / 1000) as at) as until where until.at > now()
     on conflict do nothing`,
    [body, body.readUIntBE(NONCE_BYTES, TIME_BYTES)],
  );
  return rowCount === 1;
};

/** Forgets challenges that nobody can answer any more. */
export const forgetChallenges = async (db: Database): Promise<void> => {
  await db.query(`delete from used_challenge where expires_at < now() - ${interval('$1')}`, [
    MINUTE,
  ]);
};
