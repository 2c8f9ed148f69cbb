import { z } from 'zod';
import { deliveryId } from '../../../shared/protocol/ids.ts';
import type { Asked } from './lock-deliveries.ts';
import { deliveryOutcome } from './outcome.ts';

export const ofDelivery = z.object({ delivery: deliveryId });

/** One of several deliveries that an act is about, with the version that whoever asks has seen. */
export const named = z.strictObject({ id: deliveryId, version: z.int() });

const MAX_AT_ONCE = 1_000;

/** Several deliveries, each named once. */
export const manyOf = <T extends z.ZodType<{ id: string }>>(one: T) =>
  z
    .array(one)
    .min(1)
    .max(MAX_AT_ONCE)
    .refine(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'a delivery must be named once',
    );

export const askedOf = ({ id, version }: z.infer<typeof named>): Asked => ({
  id,
  versions: [version],
});

export const outcomes = z.object({ deliveries: z.array(deliveryOutcome).readonly() });
