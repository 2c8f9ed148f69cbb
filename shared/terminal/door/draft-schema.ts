import { z } from 'zod';
import { parcelLabel } from '../../protocol/ids.ts';
import { driverNote, exceptionOutcome, placeDraft, strokes } from '../../protocol/outcome.ts';

// Apart from what is done with them: the window, which parses nothing, does that too.

/** What the driver has chosen, written and drawn so far about a stop that ends without a code. */
const exceptionDraft = z.strictObject({
  outcome: exceptionOutcome.nullable(),
  note: driverNote,
  strokes,
  /** The field for the signature is on the screen. */
  signing: z.boolean(),
});
export type ExceptionDraft = z.infer<typeof exceptionDraft>;

/** What the driver has chosen, written and drawn so far about a hand-over, and the step on screen. */
const handOverDraft = z.strictObject({
  step: z.enum(['recipient', 'place', 'details', 'kept', 'signature']),
  to: z.enum(['customer', 'household', 'neighbour', 'safe-place']),
  /** Kept beside each other, so that a wrong touch loses no word. */
  who: placeDraft,
  where: placeDraft,
  kept: z.array(parcelLabel).max(500),
  note: driverNote,
  strokes,
});
export type HandOverDraft = z.infer<typeof handOverDraft>;

/** The two things that a driver can write about a stop beside its code. */
const draftKind = z.enum(['exception', 'hand-over']);
export type DraftKind = z.infer<typeof draftKind>;

/** What the driver is writing about a stop beside its code, and has not said to be done yet. */
export const draft = z.strictObject({
  /** What is on the screen in place of the door; null: the door. */
  shown: draftKind.nullable(),
  exception: exceptionDraft,
  /** Null while nothing differs from what was said. */
  handOver: handOverDraft.nullable(),
});
export type Draft = z.infer<typeof draft>;
