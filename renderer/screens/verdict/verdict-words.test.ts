import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { deliveryId, instant, parcelLabel, shortId } from '../../../shared/protocol/ids.ts';
import type { Recipient } from '../../../shared/protocol/outcome.ts';
import type { Refusal } from '../../../shared/protocol/verdict.ts';
import type { StopView, VerdictView } from '../../../shared/terminal/view/view.ts';
import { LANGUAGES } from '../../i18n/languages.ts';
import { startWords } from '../../i18n/start-words.ts';
import { toneOf } from './tone.ts';
import { wordsOf } from './verdict-words.ts';

const NOW = 1_800_000_000_000;
const stop = (count: number, kept: number): StopView => ({
  delivery: deliveryId.parse('00000000-0000-4000-8000-000000000001'),
  shortId: shortId.parse('K7QD92'),
  position: 1,
  customer: 'R. Okafor',
  address: ['Lindenweg 3'],
  arrival: instant.parse(NOW),
  state: 'next',
  handedOverAt: null,
  exception: null,
  parcels: Array.from({ length: count }, (_, index) => ({
    label: parcelLabel.parse(`00340434161094${String(index).padStart(6, '0')}`),
    name: null,
    scanned: true,
    kept: index < kept,
  })),
});
const CUSTOMER: Recipient = { to: 'customer' };
const accepted = (
  of: StopView | null,
  recipient: Recipient = CUSTOMER,
  unlisted: (VerdictView['verdict'] & { result: 'accepted' })['unlisted'] = null,
): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: of,
  waiting: 0,
  verdict: { result: 'accepted', by: 'hand-over', unlisted, recipient },
});
const { t, language } = await startWords('en');
const BERLIN = { language, zone: 'Europe/Berlin' };
const said = (view: VerdictView) => wordsOf(view, { t, locale: BERLIN, now: NOW });

describe('an acceptance says', () => {
  test.each<[string, VerdictView, string, string | undefined]>([
    ['all of them', accepted(stop(2, 0)), 'Hand over 2 parcels', undefined],
    ['those that are not kept', accepted(stop(3, 2)), 'Hand over 1 parcel', 'Keep 2 parcels.'],
    [
      'which neighbour',
      accepted(stop(2, 1), { to: 'neighbour', who: 'Müller, 12' }),
      'Hand over 1 parcel to the neighbour: Müller, 12',
      'Keep 1 parcel.',
    ],
    [
      'which place',
      accepted(stop(2, 0), { to: 'safe-place', where: 'garage' }),
      'Leave 2 parcels at: garage',
      undefined,
    ],
  ])('how many parcels go where: %s', (_name, view, next, also) => {
    expect(said(view)).toMatchObject({ what: 'R. Okafor', next });
    expect(said(view).also).toBe(also);
  });

  test('what a pass says of a delivery that is not on the route', () => {
    const unlisted = {
      delivery: deliveryId.parse('00000000-0000-4000-8000-000000000002'),
      reference: 'ORD-7',
      name: 'H. Yıldız',
      address: 'Gneisenaustraße 104',
      parcels: 3,
    };
    expect(said(accepted(null, CUSTOMER, unlisted))).toMatchObject({
      what: 'H. Yıldız',
      where: 'Gneisenaustraße 104',
      next: 'Hand over 3 parcels',
      also: 'Not on your route.',
    });
  });
});

test.each(Object.keys(LANGUAGES))(
  'a used code of a token asks for the next one, in %s',
  async (tag) => {
    const words = await startWords(tag as keyof typeof LANGUAGES);
    const said = (at: Instant | null): string => {
      const view: VerdictView = {
        name: 'verdict',
        id: 1,
        stop: stop(1, 0),
        waiting: 0,
        verdict: {
          result: 'refused',
          refusal: { reason: 'already-used', at, by: null },
          otherStop: null,
          byYou: false,
          justNow: false,
          waitUntil: null,
          mayOverride: false,
        },
      };
      const { what, next } = wordsOf(view, {
        t: words.t,
        locale: { language: tag, zone: 'Europe/Berlin' },
        now: NOW,
      });
      return `${what} ${next}`;
    };
    expect(said(null)).not.toMatch(/\{\{|1970/);
    expect(said(null)).not.toBe(said(NOW as Instant));
  },
);

describe('a refusal says', () => {
  const refused = (
    refusal: Refusal,
    more: { readonly justNow?: boolean; readonly waitUntil?: Instant } = {},
  ): VerdictView => ({
    name: 'verdict',
    id: 1,
    stop: stop(1, 0),
    waiting: 0,
    verdict: {
      result: 'refused',
      refusal,
      otherStop: null,
      byYou: true,
      justNow: false,
      waitUntil: null,
      mayOverride: false,
      ...more,
    },
  });
  const wrong: Refusal = { reason: 'wrong-code', attemptsLeft: 3 };

  test('with the wrong code how long it must be waited, as it counts down (D6)', () => {
    const until = (NOW + 30_000) as Instant;
    expect(said(refused(wrong, { waitUntil: until })).next).toContain('Wait 30 s,');
    const later = wordsOf(refused(wrong, { waitUntil: until }), {
      t,
      locale: BERLIN,
      now: NOW + 12_000,
    });
    expect(later.next).toContain('Wait 20 s,');
    const over = wordsOf(refused(wrong, { waitUntil: until }), {
      t,
      locale: BERLIN,
      now: NOW + 31_000,
    });
    expect(over.next).toBe(t('verdict.refused.wrong-code.next'));
    expect(said(refused(wrong, { waitUntil: (NOW + 300_000) as Instant })).next).toContain('5 min');
  });

  test('calmly that it was accepted a moment ago (D1)', () => {
    const used = refused(
      { reason: 'already-used', at: NOW as Instant, by: null },
      { justNow: true },
    );
    expect(said(used)).toMatchObject({ title: 'Already accepted', act: 'Next stop' });
    expect(toneOf(used.verdict)).toBe('uncertain');
    const long = refused({ reason: 'already-used', at: NOW as Instant, by: null });
    expect(toneOf(long.verdict)).toBe('refused');
  });

  test('that there is a newer message, which is no attempt (D18)', () => {
    const older = refused({ reason: 'older-code' });
    expect(said(older)).toMatchObject({
      title: 'Older code',
      what: 'This doesn’t count as an attempt.',
    });
    expect(toneOf(older.verdict)).toBe('uncertain');
  });
});
