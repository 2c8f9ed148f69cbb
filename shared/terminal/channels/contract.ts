import { z } from 'zod';
import { staffNumber } from '../../protocol/crew/roster.ts';
import { deliveryId, routeId, sequence } from '../../protocol/ids.ts';
import { driverNote, exceptionOutcome, particulars, strokes } from '../../protocol/outcome.ts';
import {
  MAX_PIN,
  MAX_SCANNED,
  MAX_SEARCH,
  MIN_PIN,
  ROUTE_FILTERS,
} from '../../protocol/plain-values.ts';
import { answer } from '../door/door-state.ts';
import { draft } from '../door/draft-schema.ts';
import { itChange } from '../settings/it-settings.ts';
import { settings } from '../settings/settings.ts';
import type { Channel } from './names.ts';

const routeFilter = z.enum(ROUTE_FILTERS);
export type RouteFilter = z.infer<typeof routeFilter>;

/** No code that is typed is longer, in characters. */
export const MAX_TYPED = 32;

/**
 * Everything that the window may ask of the main process, with the form of each request. The
 * answer is always `{ ok: true }` or `{ ok: false, error }`; what changes comes as a new view.
 */
export const CHANNELS = {
  /** Asks for the current view to be sent again. */
  'view/refresh': z.strictObject({}),
  /** Which stops of the route are shown; `from`: how many are passed over, null: around the next. */
  'route/look': z.strictObject({
    filter: routeFilter,
    search: z.string().max(MAX_SEARCH),
    from: z.int().min(0).max(1_000_000).nullable(),
  }),
  /** Another of the terminal's routes is shown. */
  'route/choose': z.strictObject({ route: routeId }),
  'history/open': z.strictObject({ from: z.int().min(0).max(1_000_000) }),
  'history/close': z.strictObject({}),
  /** Takes back the exception that this entry of the log recorded. */
  'exception/undo': z.strictObject({ sequence }),
  'stop/open': z.strictObject({ delivery: deliveryId }),
  'stop/close': z.strictObject({}),
  /** What the depot says of the open stop is shown, or put away. */
  'instructions/show': z.strictObject({ delivery: deliveryId, shown: z.boolean() }),
  /**
   * One character of a code or of a token's answer, as an ASCII byte, at its place from 0. One by
   * one: a message that was sent stays in memory that nobody wipes, and a whole code would stay with it.
   */
  'code/type': z.strictObject({
    delivery: deliveryId,
    place: z
      .int()
      .min(0)
      .max(MAX_TYPED - 1),
    symbol: z.int().min(0x20).max(0x7e),
  }),
  /** The characters typed so far are the code, and so many. */
  'code/submit': z.strictObject({
    delivery: deliveryId,
    length: z.int().min(1).max(MAX_TYPED),
  }),
  /** From the door or a refusal of this stop: the next code is the dispatcher's. */
  'override/ask': z.strictObject({ delivery: deliveryId }),
  /** Back from asking for the dispatcher's code to asking for the customer's. */
  'override/leave': z.strictObject({}),
  /** At the open stop, before the code: who takes the parcels, which are kept, note, signature. */
  'hand-over/prepare': z.strictObject({ delivery: deliveryId, particulars }),
  /** What the driver is writing at the open stop, whole; `edit` counts the changes. */
  'draft/change': z.strictObject({ delivery: deliveryId, edit: z.int().min(1), draft }),
  /** The answer to what is asked there before a code is judged. */
  'question/answer': z.strictObject({ delivery: deliveryId, answer }),
  /** The stop that is open ends without a code. */
  'exception/record': z.strictObject({
    delivery: deliveryId,
    outcome: exceptionOutcome,
    note: driverNote,
    strokes,
  }),
  /** One digit of a PIN, as an ASCII byte, at its place from 0: one by one, as of a code. */
  'sign-in/type': z.strictObject({
    place: z
      .int()
      .min(0)
      .max(MAX_PIN - 1),
    digit: z.int().min(0x30).max(0x39),
  }),
  /** The digits typed so far are the PIN, and so many, of who has this number. */
  'sign-in/submit': z.strictObject({
    number: staffNumber,
    length: z.int().min(MIN_PIN).max(MAX_PIN),
  }),
  'sign-in/end': z.strictObject({}),
  'verdict/acknowledge': z.strictObject({ id: z.int().min(1) }),
  'dock/start': z.strictObject({}),
  'dock/leave': z.strictObject({}),
  /** What hinders the terminal may have passed: it is opened anew at once. */
  'problem/retry': z.strictObject({}),
  /** Diagnostics are open to everyone, the settings before enrolment; then an IT badge opens them. */
  'it/diagnostics': z.strictObject({}),
  'it/settings': z.strictObject({}),
  'it/close': z.strictObject({}),
  /** Puts a support bundle together and shows it; then it may be saved. */
  'support/make': z.strictObject({}),
  'support/save': z.strictObject({ to: z.enum(['chosen', 'own']) }),
  'it/change': z.strictObject({ change: itChange }),
  'kiosk/leave': z.strictObject({}),
  'restart/open': z.strictObject({}),
  'restart/confirm': z.strictObject({}),
  'wipe/open': z.strictObject({}),
  'wipe/confirm': z.strictObject({ words: z.string().max(20) }),
  /** How the terminal is to look and sound from now on. */
  'settings/change': settings,
  /** One byte of what a scanner types, at its place from 0; and then that so many were it. */
  'wedge/type': z.strictObject({
    place: z
      .int()
      .min(0)
      .max(MAX_SCANNED - 1),
    symbol: z.int().min(0x01).max(0xff),
  }),
  'wedge/submit': z.strictObject({ length: z.int().min(1).max(MAX_SCANNED) }),
  /** Opens the page on which scanners are tried out, at set-up or at the dock. */
  'scanner-test/open': z.strictObject({}),
  'scanner-test/leave': z.strictObject({}),
} as const satisfies Readonly<Record<Channel, z.ZodType>>;

export type ChannelInput<C extends Channel> = z.infer<(typeof CHANNELS)[C]>;

/** What a person touched in the window: the channel, and what it carries. */
export type Touch = {
  readonly [C in Channel]: { readonly type: C; readonly input: ChannelInput<C> };
}[Channel];
export type TouchOf<C extends Channel> = Extract<Touch, { readonly type: C }>;

/** One character, or that so many were typed: they are put together before anybody is asked. */
export type TypedTouch = TouchOf<
  | ('code/type' | 'code/submit')
  | ('sign-in/type' | 'sign-in/submit')
  | ('wedge/type' | 'wedge/submit')
>;
/** What belongs to the window and to the start of a terminal. */
export type WindowTouch = TouchOf<'view/refresh' | 'settings/change' | 'problem/retry'>;
/** What is asked of IT's desk. */
export type DeskTouch = TouchOf<
  | ('it/diagnostics' | 'it/settings' | 'it/close' | 'it/change')
  | ('support/make' | 'support/save' | 'kiosk/leave' | 'restart/open' | 'restart/confirm')
  | ('wipe/open' | 'wipe/confirm')
>;
/** What is left: what is asked of the terminal itself. */
export type TerminalTouch = Exclude<Touch, TypedTouch | WindowTouch | DeskTouch>;

/** `refused`: not from our window. `malformed`: not of the channel's form. `not-now`: no effect. */
export type ChannelAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: 'refused' | 'malformed' | 'not-now' | 'internal' };
