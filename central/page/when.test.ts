import { describe, expect, test } from 'vitest';
import type { PageFacts } from '../../shared/protocol/link/page-fragment.ts';
import { endOf, expectedOf, isOver, staysTrue } from './when.ts';
import { WORDS } from './words/languages.ts';

const at = (text: string): number => Date.parse(text);
const factsOf = (from: string, to: string, notAfter: string, offsets = [120, 120]) =>
  ({ from: at(from), to: at(to), notAfter: at(notAfter), offsets }) as unknown as PageFacts;

/** In Berlin: from 13:00 to 15:00, valid until 20:00. */
const FACTS = factsOf('2026-07-03T11:00Z', '2026-07-03T13:00Z', '2026-07-03T18:00Z');

describe('the expected time', () => {
  test.each([
    ['2026-07-02T21:59Z', 'Your parcel comes tomorrow'],
    ['2026-07-02T22:00Z', 'Your parcel comes today'],
    ['2026-07-03T21:59Z', 'Your parcel comes today'],
    ['2026-07-03T22:00Z', 'Your parcel was expected'],
    ['2026-06-30T12:00Z', 'Your parcel is on its way'],
  ])("is told from the day where the depot is: at %s, '%s'", (now, comes) => {
    expect(expectedOf(FACTS, at(now), WORDS.en)).toEqual({
      comes,
      date: 'Friday 3 July',
      time: '13:00–15:00',
    });
  });

  test('goes over midnight', () => {
    const night = factsOf('2026-07-03T21:30Z', '2026-07-03T22:30Z', '2026-07-04T01:00Z');
    expect(expectedOf(night, at('2026-07-03T23:00Z'), WORDS.en)).toMatchObject({
      comes: 'Your parcel comes today',
      time: '23:30–00:30',
    });
  });

  test('is about one time where the link has no more', () => {
    const once = factsOf('2026-07-03T11:10Z', '2026-07-03T11:10Z', '2026-07-03T18:00Z');
    expect(expectedOf(once, at('2026-07-03T06:00Z'), WORDS.de).time).toBe('gegen 13:10 Uhr');
  });

  test('is written as each language does', () => {
    const said = Object.values(WORDS).map((words) => {
      const { date, time } = expectedOf(FACTS, at('2026-07-03T06:00Z'), words);
      return `${date} | ${time}`;
    });
    expect(said).toEqual([
      'Friday 3 July | 13:00–15:00',
      'Freitag, 3. Juli | 13:00–15:00 Uhr',
      'vendredi 3 juillet | 13:00–15:00',
      'viernes, 3 de julio | 13:00–15:00',
      'piątek, 3 lipca | 13:00–15:00',
      'الجمعة، 3 يوليو | بين 13:00 و15:00',
    ]);
  });
});

describe('the end', () => {
  test.each([
    ['2026-07-03T06:00Z', 'today at 20:00'],
    ['2026-07-02T06:00Z', 'tomorrow at 20:00'],
    ['2026-07-01T06:00Z', 'Friday 3 July at 20:00'],
    ['2026-07-04T06:00Z', 'Friday 3 July at 20:00'],
  ])('is told from the day as well: at %s, %s', (now, end) => {
    expect(endOf(FACTS, at(now), WORDS.en)).toBe(end);
  });

  test('is by the clocks of its own day, where they change before it', () => {
    const changed = factsOf(
      '2026-10-24T20:00Z',
      '2026-10-24T20:00Z',
      '2026-10-25T17:00Z',
      [120, 60],
    );
    expect(endOf(changed, at('2026-10-25T10:00Z'), WORDS.en)).toBe('today at 18:00');
  });

  test('is over after its minute, not before', () => {
    expect(isOver(FACTS, FACTS.notAfter)).toBe(false);
    expect(isOver(FACTS, FACTS.notAfter + 1)).toBe(true);
  });
});

test.each([
  ['2026-07-03T17:59Z', 60_001],
  ['2026-07-03T18:01Z', 3 * 3_600_000 + 59 * 60_000],
  ['2026-07-02T21:00Z', 3_600_000],
])('what is shown at %s stays true for %d ms', (now, ms) => {
  expect(staysTrue(FACTS, at(now))).toBe(ms);
});
