import { z } from 'zod';
import { parcelLabel } from './ids.ts';
import { EXCEPTION_OUTCOMES, MAX_POINTS } from './plain-values.ts';

/** How a stop ends without a code. None of these proves anything but what the driver says. */
export const exceptionOutcome = z.enum(EXCEPTION_OUTCOMES);
export type ExceptionOutcome = z.infer<typeof exceptionOutcome>;

/** One line of text that somebody writes: no control characters and no half characters. */
export const writtenLine = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** What the driver wrote down beside an outcome; empty if nothing. */
export const driverNote = writtenLine.max(200);

/** The longest name of a neighbour or of a place, in UTF-16 units. */
const PLACE_LENGTH = 80;

/** Who or where, while it is being written: it may be empty still. */
export const placeDraft = writtenLine.max(PLACE_LENGTH);

/** Who or where, in the driver's words: a neighbour's name or house number, a place. */
export const recipientPlace = placeDraft.min(1);

/** Who took the parcels that a code was shown for. What the driver says, and no proof. */
export const recipient = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('customer') }),
  /** Somebody who lives there. */
  z.strictObject({ to: z.literal('household') }),
  z.strictObject({ to: z.literal('neighbour'), who: recipientPlace }),
  z.strictObject({ to: z.literal('safe-place'), where: recipientPlace }),
]);
export type Recipient = z.infer<typeof recipient>;
/** Which kind of person or place it is, without who or where. */
export const recipientKind = z.enum(['customer', 'household', 'neighbour', 'safe-place']);

const coordinate = z.int().min(0).max(999);

/**
 * A signature drawn by finger: strokes of points [x, y] in thousandths of the field's width, from
 * its upper left corner. Empty if nobody signed.
 */
export const strokes = z
  .array(z.array(z.tuple([coordinate, coordinate])).min(1))
  .max(64)
  .refine((drawn) => drawn.reduce((sum, { length }) => sum + length, 0) <= MAX_POINTS, 'too long');
export type Strokes = z.infer<typeof strokes>;

/**
 * What the driver says about a hand-over before the code is shown: it goes into the entry of the
 * acceptance. `kept`: the parcels that stay with the driver, so that a part of a delivery is possible.
 */
export const particulars = z.strictObject({
  recipient,
  kept: z.array(parcelLabel).max(500),
  note: driverNote,
  strokes,
});
export type Particulars = z.infer<typeof particulars>;
