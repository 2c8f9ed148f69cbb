import { z } from 'zod';
import { deliveryId } from '../../shared/protocol/ids.ts';
import { purpose, refusal } from '../../shared/protocol/verdict.ts';
import { problemCode } from '../../shared/terminal/problem.ts';

/**
 * What the driver means to do. `right` and `override` show the customer's and the dispatcher's own
 * code: nothing else may be accepted. `exception` ends the stop without a code.
 */
export const aim = z.enum([
  'right',
  'override',
  'wrong',
  'mistyped',
  'noise',
  'unknown',
  'other',
  'exception',
]);
export type Aim = z.infer<typeof aim>;

/** What a terminal under test says, each at the moment at which it is so, before going on. */
export const said = z.discriminatedUnion('said', [
  /** It has started, and takes scans. */
  z.strictObject({ said: z.literal('ready') }),
  /** A problem stands on the screen, and nothing else is done. */
  z.strictObject({ said: z.literal('blocked'), problem: problemCode }),
  /** Something is about to be done, for a delivery if it is with a code or an exception. */
  z.strictObject({ said: z.literal('begin'), aim, delivery: deliveryId.nullable() }),
  /** The code of the scan that was begun last is about to be derived. */
  z.strictObject({ said: z.literal('trying') }),
  /** A verdict is on the screen; `null`: refused, but the reason was not looked at. */
  z.strictObject({
    said: z.literal('shown'),
    delivery: deliveryId.nullable(),
    verdict: z.discriminatedUnion('result', [
      z.strictObject({ result: z.literal('accepted'), by: purpose }),
      z.strictObject({ result: z.literal('refused'), refusal: refusal.nullable() }),
    ]),
  }),
  /** The stop's end without a code is taken: the route is on the screen again. */
  z.strictObject({ said: z.literal('excepted'), delivery: deliveryId }),
  /** A docking came to its end. */
  z.strictObject({ said: z.literal('docked') }),
  /** Something was thrown that nobody expected. */
  z.strictObject({ said: z.literal('exception'), text: z.string() }),
]);
export type Said = z.infer<typeof said>;
export type Shown = Extract<Said, { said: 'shown' }>;

/** Whole lines of what was said. A last line that was cut off was not said. */
export const readSaid = (text: string): Said[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => said.parse(JSON.parse(line)));
