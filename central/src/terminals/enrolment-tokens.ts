import { createHash, randomBytes } from 'node:crypto';
import { fromBase64url, toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import { formatEnrolmentCode } from '../../../shared/protocol/enrolment/enrolment-code.ts';
import type { DepotId, Instant, Random16 } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { later, MINUTE } from '../clock.ts';
import { at, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

/** How long a code is good, in minutes: on a screen, and at most on a sheet that is carried around. */
export const LIFE_MINUTES = { usual: 15, most: 480 } as const;

/** Tokens have 128 random bits, so a plain hash of one cannot be reversed by guessing. */
export const hashEnrolmentToken = (token: Random16): Buffer =>
  createHash('sha256').update(fromBase64url(token)).digest();

export type EnrolmentOffer = { readonly code: string; readonly expires: Instant };

/**
 * Makes a token that enrols one terminal into one depot, and the text of its QR. The text is the
 * only place that has the token; the database keeps its hash. `minutes`: how long it is good.
 */
export const makeEnrolmentCode = async (
  {
    pool,
    keys,
    followKeys,
    now,
    publicUrl,
  }: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now' | 'publicUrl'>,
  operator: KnownOperator,
  depot: DepotId,
  terminalName: string,
  minutes: number = LIFE_MINUTES.usual,
): Promise<EnrolmentOffer> => {
  const token = toBase64url(randomBytes(16)) as Random16;
  const made = now();
  const expires = later(made, minutes * MINUTE);
  await followKeys();
  const { current } = keys.roots;
  await transaction(pool, async (tx) => {
    await tx.query(
      `insert into enrolment_token (token_hash, depot, terminal_name, created_at, expires_at, root)
       values ($1, $2, $3, $4, $5, $6)`,
      [hashEnrolmentToken(token), depot, terminalName, at(made), at(expires), current.id],
    );
    await noteAct(tx, operator, 'enrolment-code-made', { depot }, made);
  });
  const { fingerprint: root } = current;
  return { code: formatEnrolmentCode({ central: publicUrl(), token, root }), expires };
};
