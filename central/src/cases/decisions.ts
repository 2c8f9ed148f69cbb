import { z } from 'zod';
import { lineField } from '../operators/operator-routes.ts';

/** What a person wrote beside a decision; null: nothing. */
const reason = lineField(200).nullable().default(null);

/** Why a hand-over counts. A second acceptance counts in the place of the first. */
const counted = z.strictObject({
  as: z.literal('counted'),
  code: z.enum(['customer-has-it', 'second-is-right', 'other']),
  reason,
});

/** Why nothing is counted, or why it stays as it is. */
const dismissed = z.strictObject({
  as: z.literal('dismissed'),
  code: z.enum([
    'first-is-right',
    'all-in-order',
    'copied-device',
    'device-fault',
    'test',
    'not-handed-over',
    'other',
  ]),
  reason,
});

/** What becomes of a delivery that was not delivered. */
const noted = z.strictObject({
  as: z.literal('noted'),
  code: z.enum(['comes-again', 'customer-collects', 'goes-back', 'claim', 'other']),
  reason,
});

/** What a person decides, and why. `other` says nothing without words. */
export const decision = z
  .discriminatedUnion('as', [counted, dismissed, noted])
  .refine(({ code, reason: words }) => code !== 'other' || words !== null, {
    path: ['reason'],
    message: 'must be written where the code is `other`',
  });
export type Decision = z.infer<typeof decision>;

/** The reasons that a settled case can have: a person's, or why nobody had to decide. */
export const settledCode = z.enum([
  ...counted.shape.code.options,
  ...dismissed.shape.code.exclude(['other']).options,
  ...noted.shape.code.exclude(['other']).options,
  'came-in',
  'undone',
  'delivered',
]);
export const settledAs = z.enum(['counted', 'dismissed', 'noted', 'resolved']);
