import { z } from 'zod';
import { hash, staffId } from '../ids.ts';
import { pinVerifier } from './pin.ts';

/** What someone signs in for: to drive a route, or to look after the terminals. */
export const staffRole = z.enum(['driver', 'it']);
export type StaffRole = z.infer<typeof staffRole>;

/** What a person types before the PIN: the only one of its kind in the depot. */
export const staffNumber = z.int().min(1).max(999_999);

/** One of a depot's staff, as a terminal holds it. Badge and PIN are hashes, null if there is none. */
export const staffMember = z.strictObject({
  id: staffId,
  number: staffNumber,
  name: z.string().trim().min(1).max(120),
  role: staffRole,
  badge: hash.nullable(),
  pin: pinVerifier.nullable(),
});
export type StaffMember = z.infer<typeof staffMember>;
