import { expect, test } from 'vitest';
import { deliveryId, instant } from '../../../shared/protocol/ids.ts';
import type { Refusal } from '../../../shared/protocol/verdict.ts';
import type { VerdictView } from '../../../shared/terminal/view/view.ts';
import { startWords } from '../../i18n/start-words.ts';
import { callsDispatcher } from './calls-dispatcher.ts';
import { wordsOf } from './verdict-words.ts';

const NOW = 1_800_000_000_000;
const { t, language } = await startWords('en');
const later = instant.parse(NOW + 600_000);
const delivery = deliveryId.parse('00000000-0000-4000-8000-000000000001');

test.each<Refusal>([
  { reason: 'mistyped' },
  { reason: 'unreadable' },
  { reason: 'unknown-delivery' },
  { reason: 'wrong-customer', other: delivery },
  { reason: 'wrong-code', attemptsLeft: 3 },
  { reason: 'wrong-code', attemptsLeft: 0 },
  { reason: 'already-used', at: instant.parse(NOW), by: null },
  { reason: 'not-yet-valid', from: later },
  { reason: 'expired', since: instant.parse(NOW) },
  { reason: 'locked', until: null },
  { reason: 'locked', until: later },
  { reason: 'revoked' },
  { reason: 'clock-untrusted' },
  { reason: 'lease-ended', since: instant.parse(NOW) },
  { reason: 'store-rolled-back' },
  { reason: 'not-for-this-terminal' },
])('a verdict says how to call where it says to call: %j', (refusal) => {
  const verdict: VerdictView['verdict'] = {
    result: 'refused',
    refusal,
    otherStop: null,
    byYou: true,
    justNow: false,
    waitUntil: null,
    mayOverride: false,
  };
  const view: VerdictView = { name: 'verdict', id: 1, stop: null, waiting: 0, verdict };
  const { next } = wordsOf(view, { t, locale: { language, zone: 'UTC' }, now: NOW });
  expect(callsDispatcher(verdict)).toBe(/call (your dispatcher|the depot)/i.test(next));
});
