import { z } from 'zod';
import { deliveryId, driverId, instant } from './ids.ts';

/** Why something was refused at the door. Each is an entry in the log before it is shown. */
export const refusal = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('mistyped') }),
  z.strictObject({ reason: z.literal('unreadable') }),
  z.strictObject({ reason: z.literal('unknown-delivery') }),
  /** The QR names another stop's delivery; `other` is where it belongs. */
  z.strictObject({ reason: z.literal('wrong-customer'), other: deliveryId }),
  z.strictObject({ reason: z.literal('wrong-code'), attemptsLeft: z.int().min(0) }),
  z.strictObject({ reason: z.literal('already-used'), at: instant, by: driverId.nullable() }),
  z.strictObject({ reason: z.literal('not-yet-valid'), from: instant }),
  z.strictObject({ reason: z.literal('expired'), since: instant }),
  z.strictObject({ reason: z.literal('locked') }),
]);
export type Refusal = z.infer<typeof refusal>;

/** What a scan or a typed code comes to. */
export type Verdict = { readonly result: 'accepted' } | ({ readonly result: 'refused' } & Refusal);
