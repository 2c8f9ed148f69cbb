import { z } from 'zod';
import { type MappedHeading, MEANINGS } from './read-header.ts';

/** Rows count from 1, as a spreadsheet shows them. */
export const lineProblem = z.object({
  line: z.int(),
  column: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
});

export const filledRoute = z.object({
  id: z.uuid(),
  name: z.string(),
  day: z.string(),
  deliveries: z.int(),
});

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
