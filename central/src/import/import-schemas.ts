import { z } from 'zod';
import { type MappedHeading, MEANINGS } from './read-header.ts';

export const filledRoute = z
  .object({
    id: z.uuid(),
    name: z.string(),
    day: z.string(),
    deliveries: z.int(),
  })
  .meta({ id: 'FilledRoute' });

/** What `again` means, for the description. */
export const AGAIN = {
  description: 'whether parcels are meant that were delivered or tried on that day already',
};

/** `Heading=column`; a heading may have `=` in it. */
export const mappedHeading = z
  .string()
  .max(240)
  .regex(/.=[a-z_]+$/)
  .transform((text, check): MappedHeading => {
    const at = text.lastIndexOf('=');
    const meaning = z.enum(MEANINGS).safeParse(text.slice(at + 1));
    if (!meaning.success) check.addIssue(`must be one of ${MEANINGS.join(', ')}`);
    return { heading: text.slice(0, at).trim(), meaning: meaning.data ?? 'ignore' };
  });
