import { z } from 'zod';
import { wipe } from '../../codec/bytes.ts';
import { deliveryId, epoch, instant } from '../../ids.ts';
import { openSeed, type SealedSeed } from './sealed-seed.ts';

/** What every OATH verifier says beside its own parameters. */
export const oathBasis = {
  delivery: deliveryId,
  epoch,
  /** First instant at which a code is taken, and first instant at which none is any more. */
  notBefore: instant,
  notAfter: instant,
  /** How many wrong codes lock the delivery. */
  attempts: z.int().min(1).max(100),
};

/** Fewer than six digits are guessed (RFC 4226, section 5.3), more than eight no token shows. */
export const oathDigits = z.int().min(6).max(8);

/** A counter or the number of a time step. */
export const movingFactor = z.int().min(0).max(Number.MAX_SAFE_INTEGER).brand<'MovingFactor'>();
export type MovingFactor = z.infer<typeof movingFactor>;

/** The steps that a token's code may be ahead of or behind the terminal's clock, either way. */
export const drift = z.int().min(0).max(10);
/** How many counters after the expected one are tried as well. */
export const lookAhead = z.int().min(0).max(100);

/**
 * What a code comes to. The attempt must have been counted before; validity is not looked at here.
 * With `accepted` comes what must be kept, in the transaction that keeps the acceptance.
 */
export type OathOutcome<State> =
  | { readonly result: 'accepted'; readonly state: State }
  | { readonly result: 'wrong-code' }
  /** The right code of a counter, step or question that has been used. */
  | { readonly result: 'already-used' }
  /** Not of a code's form: no attempt. */
  | { readonly result: 'unreadable' }
  /** The seed does not open with this terminal's pepper. */
  | { readonly result: 'not-for-this-terminal' };

/** Opens a seed for as long as `use` takes, and wipes it; null if it does not open. */
export const withSeed = <T>(
  sealed: SealedSeed,
  pepper: Uint8Array,
  delivery: z.infer<typeof deliveryId>,
  use: (seed: Uint8Array) => T,
): T | null => {
  const seed = openSeed(sealed, pepper, delivery);
  if (seed === null) return null;
  try {
    return use(seed);
  } finally {
    wipe(seed);
  }
};

export const NOT_HERE = { result: 'not-for-this-terminal' } as const;
