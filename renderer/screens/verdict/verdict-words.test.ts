import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../shared/ids.ts';
import { deliveryId, instant, parcelLabel, shortId } from '../../../shared/ids.ts';
import type { StopView, VerdictView } from '../../../shared/ipc/view.ts';
import type { Recipient } from '../../../shared/outcome.ts';
import { LANGUAGES } from '../../i18n/languages.ts';
import { startWords } from '../../i18n/start-words.ts';
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
  verdict: { result: 'accepted', by: 'hand-over', unlisted, recipient },
});
const { t, language } = await startWords('en');
const said = (view: VerdictView) =>
  wordsOf(view, { t, locale: { language, zone: 'Europe/Berlin' }, now: NOW });

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
        verdict: {
          result: 'refused',
          refusal: { reason: 'already-used', at, by: null },
          otherStop: null,
          byYou: false,
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
