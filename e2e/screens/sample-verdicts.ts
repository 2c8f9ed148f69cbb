import type { Instant } from '../../shared/protocol/ids.ts';
import type { Recipient } from '../../shared/protocol/outcome.ts';
import type { Purpose, Refusal, Unlisted } from '../../shared/protocol/verdict.ts';
import type { ScreenView, StopView, VerdictView } from '../../shared/terminal/view/view.ts';
import {
  at,
  delivery,
  LONG_NEIGHBOUR,
  LONG_PLACE,
  lindenweg,
  long,
  longPart,
  NEIGHBOUR,
  SAFE_PLACE,
  soon,
  usual,
  usualPart,
} from './sample-stops.ts';

const accepted = (
  of: StopView | null,
  by: Purpose = 'hand-over',
  recipient: Recipient = { to: 'customer' },
  unlisted: Unlisted | null = null,
): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: of,
  waiting: 0,
  verdict: { result: 'accepted', by, unlisted, recipient },
});
const passOf = (name: string, address: string, count: number): Unlisted => ({
  delivery: delivery(99),
  reference: 'ORD-2031-7',
  name,
  address,
  parcels: count,
});
const MAY_OVERRIDE: ReadonlySet<Refusal['reason']> = new Set([
  'wrong-code',
  'locked',
  'expired',
  'not-yet-valid',
  'clock-untrusted',
]);
type Calm = { readonly justNow?: boolean; readonly waitUntil?: Instant };
const refused = (
  refusal: Refusal,
  more: Partial<VerdictView> = {},
  byYou = true,
  { justNow = false, waitUntil }: Calm = {},
): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: usual,
  waiting: 0,
  ...more,
  verdict: {
    result: 'refused',
    refusal,
    otherStop: refusal.reason === 'wrong-customer' ? lindenweg : null,
    byYou,
    justNow,
    waitUntil: waitUntil ?? null,
    mayOverride: MAY_OVERRIDE.has(refusal.reason),
  },
});

const driver = { by: null };

/** What may come of a code. */
export const VERDICTS = {
  accepted: accepted(usual),
  'accepted-by-override': accepted(usual, 'override'),
  'accepted-by-override-long': accepted(long, 'override'),
  'accepted-long': accepted(long),
  'accepted-neighbour': accepted(usualPart, 'hand-over', NEIGHBOUR),
  'accepted-safe-place': accepted(usual, 'hand-over', SAFE_PLACE),
  'accepted-part': accepted(longPart),
  'accepted-neighbour-long': accepted(longPart, 'override', LONG_NEIGHBOUR),
  'accepted-safe-place-long': accepted(longPart, 'override', LONG_PLACE),
  'accepted-unlisted': accepted(
    null,
    'hand-over',
    { to: 'customer' },
    passOf('H. Yıldız', 'Gneisenaustraße 104, 10961 Berlin', 2),
  ),
  'accepted-unlisted-long': accepted(
    null,
    'hand-over',
    { to: 'customer' },
    passOf(
      'Dr. Aleksandra Wiśniewska-Kowalczyk',
      'Karl-Friedrich-Schinkel-Straße 127a, 3rd floor, second door on the left, 10961 Berlin',
      14,
    ),
  ),
  'refused-mistyped': refused({ reason: 'mistyped' }),
  'refused-unreadable': refused({ reason: 'unreadable' }, { stop: null }),
  'refused-unknown-delivery': refused({ reason: 'unknown-delivery' }, { stop: null }),
  'refused-wrong-customer': refused({ reason: 'wrong-customer', other: delivery(9) }),
  'refused-wrong-customer-long': refused(
    { reason: 'wrong-customer', other: delivery(9) },
    { stop: long },
  ),
  'refused-wrong-code': refused({ reason: 'wrong-code', attemptsLeft: 3 }),
  'refused-wrong-code-wait': refused(
    { reason: 'wrong-code', attemptsLeft: 3 },
    { waiting: 1 },
    true,
    { waitUntil: soon(5) },
  ),
  'refused-older-code': refused({ reason: 'older-code' }),
  'refused-just-now': refused({ reason: 'already-used', at: at(0, 14, 2), ...driver }, {}, true, {
    justNow: true,
  }),
  'refused-wrong-code-last': refused({ reason: 'wrong-code', attemptsLeft: 0 }),
  'refused-already-used': refused({ reason: 'already-used', at: at(0, 14, 2), ...driver }),
  'refused-already-used-long': refused(
    { reason: 'already-used', at: at(-12, 14, 2), ...driver },
    { stop: long },
    false,
  ),
  'refused-already-used-token': refused({ reason: 'already-used', at: null, ...driver }),
  'refused-not-yet-valid': refused({ reason: 'not-yet-valid', from: at(1, 8, 0) }),
  'refused-expired': refused({ reason: 'expired', since: at(-1, 18, 0) }),
  'refused-locked': refused({ reason: 'locked', until: null }),
  'refused-locked-until': refused({ reason: 'locked', until: soon(12) }),
  'refused-locked-long': refused({ reason: 'locked', until: at(1, 0, 59) }, { stop: long }),
  'refused-revoked': refused({ reason: 'revoked' }),
  'refused-clock-untrusted': refused({ reason: 'clock-untrusted' }),
  'refused-lease-ended': refused({ reason: 'lease-ended', since: at(-1, 6, 30) }),
  'refused-store-rolled-back': refused({ reason: 'store-rolled-back' }),
  'refused-not-for-this-terminal': refused({ reason: 'not-for-this-terminal' }, { stop: long }),
} satisfies Record<string, ScreenView>;
