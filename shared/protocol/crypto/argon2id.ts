import { argon2idAsync } from '@noble/hashes/argon2.js';
import { z } from 'zod';

/**
 * Argon2id's cost (RFC 9106): memory in KiB, passes, lanes. The bounds keep a verifier from
 * costing nothing, and from taking more memory or time than a handheld has.
 */
export const argon2Parameters = z.strictObject({
  memoryKiB: z.int().min(8_192).max(262_144),
  passes: z.int().min(1).max(10),
  lanes: z.int().min(1).max(4),
});
export type Argon2Parameters = z.infer<typeof argon2Parameters>;

/** What central asks for: 64 MiB, three passes, one lane (the second choice of RFC 9106, one lane). */
export const STANDARD_COST: Argon2Parameters = { memoryKiB: 65_536, passes: 3, lanes: 1 };

/** Derives 32 bytes from a secret and a 16-byte salt. The caller wipes what it gets. */
export type Argon2id = (
  secret: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Parameters,
) => Promise<Uint8Array>;

/** The portable derivation, for where no native one runs. About twenty times slower. */
export const portableArgon2id: Argon2id = (secret, salt, { memoryKiB, passes, lanes }) =>
  argon2idAsync(secret, salt, { m: memoryKiB, t: passes, p: lanes, dkLen: 32, asyncTick: 8 });
