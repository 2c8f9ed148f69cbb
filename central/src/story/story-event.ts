import { z } from 'zod';
import { findingCode } from '../../../shared/protocol/api/terminal.ts';
import { instant, terminalId } from '../../../shared/protocol/ids.ts';
import { exceptionOutcome, recipientKind } from '../../../shared/protocol/outcome.ts';
import { refusal } from '../../../shared/protocol/verdict.ts';

const terminal = z.object({ id: terminalId, name: z.string() });
/** What a terminal has written: when it says that it was, where, who drove, and when it came in. */
const entered = { at: instant, receivedAt: instant, terminal, driver: z.string().nullable() };
const reasons = refusal.options.map(({ shape }) => shape.reason.value);

/** One thing that happened to a delivery. */
export const storyEvent = z
  .discriminatedUnion('what', [
    /** `by`: the name of who made it; null: that was not noted yet. */
    z.object({ what: z.literal('created'), at: instant, by: z.string().nullable() }),
    /** Somebody did something: `by` is their name. */
    z.object({
      what: z.literal('act'),
      at: instant,
      act: z.string(),
      by: z.string(),
      /** What was changed, by the names of the members. */
      fields: z.array(z.string()).readonly(),
      /** Why, as it was given: a code or what a person wrote; `erased` if that was erased. */
      reason: z.string().nullable(),
      /** What was decided of a stop that was not delivered, by its name. */
      code: z.string().nullable(),
      /** The routes of a move, the terminal of a route that was given away. */
      from: z.string().nullable(),
      to: z.string().nullable(),
      terminal: z.string().nullable(),
    }),
    z.object({ what: z.literal('code-made'), at: instant, epoch: z.int(), terminal }),
    /** `by`: who did what took the code back; null: nobody did, it ended by itself. */
    z.object({
      what: z.literal('code-withdrawn'),
      at: instant,
      epoch: z.int(),
      terminal,
      by: z.string().nullable(),
    }),
    z.object({
      what: z.literal('message'),
      at: instant,
      kind: z.enum(['code', 'time-changed', 'cancelled']),
      state: z.enum(['due', 'awaits-docking', 'sent', 'arrived', 'failed', 'cancelled', 'expired']),
      reason: z.string().nullable(),
    }),
    z.object({
      what: z.literal('attempt'),
      ...entered,
      reason: z.enum(reasons),
      attemptsLeft: z.int().nullable(),
    }),
    z.object({
      what: z.literal('exception'),
      ...entered,
      outcome: exceptionOutcome,
      note: z.string(),
    }),
    z.object({ what: z.literal('exception-undone'), ...entered }),
    z.object({
      what: z.literal('hand-over'),
      ...entered,
      by: z.enum(['code', 'token', 'pass', 'override']),
      to: recipientKind,
      /** Which neighbour, or where. */
      place: z.string().nullable(),
      note: z.string(),
      counted: z.boolean(),
    }),
    z.object({
      what: z.literal('finding'),
      at: instant,
      finding: z.int(),
      code: findingCode,
      terminal,
      isOpen: z.boolean(),
    }),
    z.object({
      what: z.literal('finding-settled'),
      at: instant,
      finding: z.int(),
      by: z.string(),
      as: z.enum(['counted', 'dismissed']),
      reason: z.string(),
    }),
  ])
  .meta({ id: 'StoryEvent' });
export type StoryEvent = z.infer<typeof storyEvent>;
