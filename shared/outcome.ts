import { z } from 'zod';

/** How a stop ends without a code. None of these proves anything but what the driver says. */
export const exceptionOutcome = z.enum([
  'nobody-home',
  'refused-by-customer',
  'damaged',
  'wrong-address',
  'no-access',
]);
export type ExceptionOutcome = z.infer<typeof exceptionOutcome>;

/** What the driver wrote down beside it: one line, no control characters; empty if nothing. */
export const exceptionNote = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);
