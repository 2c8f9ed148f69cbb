import { z } from 'zod';
import { type DeliveryId, deliveryId, driverId, instant } from './ids.ts';

/** Why something was refused at the door. Each is an entry in the log before it is shown. */
export const refusal = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('mistyped') }),
  z.strictObject({ reason: z.literal('unreadable') }),
  z.strictObject({ reason: z.literal('unknown-delivery') }),
  /** The QR names another stop's delivery; `other` is where it belongs. */
  z.strictObject({ reason: z.literal('wrong-customer'), other: deliveryId }),
  z.strictObject({ reason: z.literal('wrong-code'), attemptsLeft: z.int().min(0) }),
  /** The code of an earlier message, in whose place a newer one was sent. No attempt is lost. */
  z.strictObject({ reason: z.literal('older-code') }),
  /** The delivery was accepted then; with null, the token's code was used for another one. */
  z.strictObject({
    reason: z.literal('already-used'),
    at: instant.nullable(),
    by: driverId.nullable(),
  }),
  z.strictObject({ reason: z.literal('not-yet-valid'), from: instant }),
  z.strictObject({ reason: z.literal('expired'), since: instant }),
  /** Central took the delivery away from this terminal. */
  z.strictObject({ reason: z.literal('revoked') }),
  /** After wrong codes: until an instant, or, with null, until the dispatcher helps. */
  z.strictObject({ reason: z.literal('locked'), until: instant.nullable() }),
  /** The clock runs behind what the log has seen. */
  z.strictObject({ reason: z.literal('clock-untrusted') }),
  /** Too long since the last docking. */
  z.strictObject({ reason: z.literal('lease-ended'), since: instant }),
  /** The store is an old copy: never an entry, for the log cannot be written any more. */
  z.strictObject({ reason: z.literal('store-rolled-back') }),
  z.strictObject({ reason: z.literal('not-for-this-terminal') }),
]);
export type Refusal = z.infer<typeof refusal>;

/** Whose code opened the door: the customer's, or the dispatcher's override. */
export const purpose = z.enum(['hand-over', 'override']);
export type Purpose = z.infer<typeof purpose>;

/** A delivery that the terminal knows from its pass alone, as the driver must see it. */
export type Unlisted = {
  readonly delivery: DeliveryId;
  /** How the sender of the parcels calls the customer. */
  readonly reference: string;
  readonly name: string;
  readonly address: string;
  readonly parcels: number;
};

/** What a scan or a typed code comes to. */
export type Verdict =
  | {
      readonly result: 'accepted';
      readonly by: Purpose;
      /** Null for a delivery of the manifest. */
      readonly unlisted: Unlisted | null;
    }
  | ({ readonly result: 'refused' } & Refusal);
