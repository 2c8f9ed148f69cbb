import { z } from 'zod';

/** A column that holds JSON, parsed: a file may be damaged. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
