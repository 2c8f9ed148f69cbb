import { randomBytes } from 'node:crypto';
import { type CustomerVerifier, customerVerifier } from '../../../shared/protocol/api/terminal.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, DepotId, Epoch, Instant, TokenId } from '../../../shared/protocol/ids.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { type SeedKind, sealSeed } from '../../../shared/protocol/schemes/oath/sealed-seed.ts';
import type { Transaction } from '../database/pool.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';
import type { TokenScheme } from './token-kinds.ts';

/** A token with its secrets as central keeps them. */
type LockedToken = {
  readonly id: TokenId;
  readonly kind: TokenScheme['kind'];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly sealedSeed: Buffer;
  readonly sealedPin: Buffer | null;
  readonly next: MovingFactor;
};

const bindingOf = (token: TokenId, kind: SeedKind): string => `kerbside/v1/token/${token}/${kind}`;

/** Closes a secret of a token for the database. */
export const sealSecret = (
  { keys }: Pick<Ports, 'keys'>,
  token: TokenId,
  kind: SeedKind,
  secret: Uint8Array,
): Buffer => seal(keys.tokenSealing, bindingOf(token, kind), secret);

/** A token that is not revoked, and stays so until the transaction ends; null if there is none. */
export const lockToken = async (
  tx: Transaction,
  depot: DepotId,
  id: TokenId,
): Promise<LockedToken | null> =>
  (
    await tx.query<LockedToken>(
      `select id, kind, parameters, sealed_seed as "sealedSeed", sealed_pin as "sealedPin", next
       from token where depot = $1 and id = $2 and revoked_at is null for share`,
      [depot, id],
    )
  ).rows[0] ?? null;

const NONCE = 24;

/** What a terminal checks a token's codes against: its secrets, closed for it and one delivery. */
export const makeTokenVerifier = (
  { keys }: Pick<Ports, 'keys'>,
  { id, kind, parameters, sealedSeed, sealedPin }: LockedToken,
  pepper: Uint8Array,
  basis: {
    readonly delivery: DeliveryId;
    readonly epoch: Epoch;
    readonly notBefore: Instant;
    readonly notAfter: Instant;
    readonly attempts: number;
  },
): CustomerVerifier => {
  const closeAgain = (sealed: Buffer, which: SeedKind) => {
    const secret = unseal(keys.tokenSealing, bindingOf(id, which), sealed);
    if (secret === null) throw new Error(`the ${which} of token ${id} does not open`);
    try {
      return sealSeed(secret, pepper, basis.delivery, new Uint8Array(randomBytes(NONCE)), which);
    } finally {
      wipe(secret);
    }
  };
  const pin = sealedPin === null ? null : closeAgain(sealedPin, 'pin');
  return customerVerifier.parse({
    scheme: kind,
    ...basis,
    ...parameters,
    seed: closeAgain(sealedSeed, 'seed'),
    ...(kind === 'ocra' ? { pin } : {}),
  });
};
