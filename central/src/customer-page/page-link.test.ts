import { expect, it } from 'vitest';
import { makeDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import type { Instant, ShortId } from '../../../shared/protocol/ids.ts';
import { readPageFragment } from '../../../shared/protocol/link/page-fragment.ts';
import { type LinkFacts, pageLink } from './page-link.ts';

const PAGE = 'https://parcels.example/c/';
const FACTS: LinkFacts = {
  shortId: '7K2QF9' as ShortId,
  code: makeDeliveryCode(Uint8Array.from([20, 7, 23, 13, 9, 2, 20, 29, 4])),
  from: Date.UTC(2026, 9, 24, 22) as Instant,
  to: Date.UTC(2026, 9, 24, 23) as Instant,
  notAfter: Date.UTC(2026, 9, 25, 18) as Instant,
  language: 'pl',
  timeZone: 'Europe/Berlin',
};

it("has the facts in its fragment, with the depot's clocks before and after they change", () => {
  const link = new URL(pageLink(PAGE, FACTS) ?? '');
  expect(link.href.slice(0, -link.hash.length)).toBe(PAGE);
  const { timeZone: _, ...facts } = FACTS;
  expect(readPageFragment(link.hash)).toEqual({
    ok: true,
    value: { ...facts, offsets: [120, 60] },
  });
});

it('has at most 27 characters beside the address, so that there is room for words', () => {
  expect(pageLink(PAGE, FACTS)).toHaveLength(PAGE.length + '#'.length + 27);
});

it('is not made of a code that is good for longer than a fragment can say', () => {
  const notAfter = (FACTS.from + 92 * 86_400_000) as Instant;
  expect(pageLink(PAGE, { ...FACTS, notAfter })).toBeNull();
});
