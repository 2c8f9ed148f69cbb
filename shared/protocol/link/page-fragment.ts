import { err, ok, type Result } from '../../result.ts';
import { symbolByte, symbolValue } from '../code/alphabet.ts';
import { type DeliveryCode, makeDeliveryCode } from '../code/delivery-code.ts';
import type { Instant, ShortId } from '../ids.ts';
import { fromBase62, toBase62 } from './base62.ts';

/** In the order of their numbers in a fragment, from 1; 0 says that none is named. */
export const PAGE_LANGUAGES = ['en', 'de', 'fr', 'es', 'pl', 'ar'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** What the customer's page shows: all of it, and it learns nothing else. */
export type PageFacts = {
  readonly shortId: ShortId;
  readonly code: DeliveryCode;
  /** The time that the parcel is expected, in whole minutes; `to` may be the same instant. */
  readonly from: Instant;
  readonly to: Instant;
  /** Until when the code is valid, in whole minutes. */
  readonly notAfter: Instant;
  /** How many minutes the depot's clocks are ahead of UTC at `from`, and at `notAfter`. */
  readonly offsets: readonly [from: number, notAfter: number];
  /** The customer's language, where central knows it. */
  readonly language: PageLanguage | null;
};

/**
 * `none`: nothing is there. `newer`: of a later version than this one. `damaged`: anything else
 * that is no fragment of this version, whole.
 */
export type FragmentProblem = 'none' | 'newer' | 'damaged';

const VERSION = '1';
const DIGITS = 26;
/**
 * A number is a fragment's only if this prime divides it: a changed digit and two digits swapped
 * are always found, and of other damage all but one in 4,093.
 */
const PRIME = 4093n;

const MINUTE = 60_000;
/** What minutes are counted from: 2026-01-01T00:00:00Z. */
const EPOCH = Date.UTC(2026, 0, 1) / MINUTE;
const WINDOW_STEP = 5;
const OFFSET_STEP = 15;
/** Clocks are at most so many steps from UTC, either way. */
const MOST_STEPS = 56;
const CODE_VALUES = 9;
const ID_VALUES = 6;

/**
 * The schema of version 1: each member, and how many values it has. A number below their product is
 * one value of each, and every value of each is in its range: there is nothing left to check.
 */
const MEMBERS = {
  /** The code's random symbols; the check character follows from them. */
  code: 32 ** CODE_VALUES,
  shortId: 32 ** ID_VALUES,
  /** Minutes from EPOCH: until October 2089. */
  from: 2 ** 25,
  /** Five minutes each: a window of up to 16 hours and a half. */
  window: 200,
  /** Minutes after `from`: 91 days. */
  validity: 2 ** 17,
  offsetFrom: 2 * MOST_STEPS + 1,
  offsetEnd: 2 * MOST_STEPS + 1,
  language: 16,
} as const;
type Member = keyof typeof MEMBERS;
const NAMES = Object.keys(MEMBERS) as readonly Member[];
const LIMIT = NAMES.reduce((product, name) => product * BigInt(MEMBERS[name]), 1n);

const isIn = (value: number, count: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < count;

/** The number that symbols of the code's alphabet stand for, as digits of base 32. */
const numberOf = (bytes: Iterable<number>): number => {
  let number = 0;
  for (const byte of bytes) number = number * 32 + (symbolValue(byte) ?? Number.NaN);
  return number;
};
const valuesOf = (number: number, length: number): Uint8Array => {
  const values = new Uint8Array(length);
  for (let at = length - 1, rest = number; at >= 0; at--, rest = Math.floor(rest / 32)) {
    values[at] = rest % 32;
  }
  return values;
};

const membersOf = (facts: PageFacts): Readonly<Record<Member, number>> => {
  const from = Math.floor(facts.from / MINUTE);
  return {
    code: numberOf(facts.code.subarray(0, CODE_VALUES)),
    shortId: numberOf([...facts.shortId].map((symbol) => symbol.charCodeAt(0))),
    from: from - EPOCH,
    window: Math.ceil((Math.floor(facts.to / MINUTE) - from) / WINDOW_STEP),
    // Whole minutes, downwards: what is shown is never longer than what holds.
    validity: Math.floor(facts.notAfter / MINUTE) - from,
    offsetFrom: facts.offsets[0] / OFFSET_STEP + MOST_STEPS,
    offsetEnd: facts.offsets[1] / OFFSET_STEP + MOST_STEPS,
    language: facts.language === null ? 0 : PAGE_LANGUAGES.indexOf(facts.language) + 1,
  };
};

/**
 * The fragment of a link to the customer's page: 27 letters and digits, of which the first is the
 * version. A start is shown to the minute before, a window to five minutes after.
 *
 * @returns null if the facts are out of what a fragment can say (see MEMBERS)
 */
export const writePageFragment = (facts: PageFacts): string | null => {
  const members = membersOf(facts);
  let number = 0n;
  for (const name of NAMES) {
    if (!isIn(members[name], MEMBERS[name])) return null;
    number = number * BigInt(MEMBERS[name]) + BigInt(members[name]);
  }
  return VERSION + toBase62(number * PRIME, DIGITS);
};

/**
 * What a link's fragment says, with or without its `#`. What a messenger put behind it is ignored,
 * if it is set off by anything but a letter or a digit. Bounded work on any input.
 */
export const readPageFragment = (hash: string): Result<PageFacts, FragmentProblem> => {
  const text = hash.replace(/^#/, '');
  if (text === '') return err('none');
  const [found = ''] = /^[0-9A-Za-z]{1,64}(?![0-9A-Za-z])/.exec(text) ?? [];
  // Longer or shorter, a later version may be; of letters and digits it will be, too.
  if (/^[2-9].{15}/.test(found)) return err('newer');
  if (found[0] !== VERSION || found.length !== DIGITS + 1) return err('damaged');
  const stated = fromBase62(found.slice(1));
  if (stated === null || stated % PRIME !== 0n || stated / PRIME >= LIMIT) return err('damaged');
  const members = { ...MEMBERS } as Record<Member, number>;
  let rest = stated / PRIME;
  for (const name of [...NAMES].reverse()) {
    members[name] = Number(rest % BigInt(MEMBERS[name]));
    rest /= BigInt(MEMBERS[name]);
  }
  return ok(factsOf(members));
};

const factsOf = (members: Readonly<Record<Member, number>>): PageFacts => {
  const from = (EPOCH + members.from) * MINUTE;
  return {
    shortId: String.fromCharCode(
      ...valuesOf(members.shortId, ID_VALUES).map(symbolByte),
    ) as ShortId,
    code: makeDeliveryCode(valuesOf(members.code, CODE_VALUES)),
    from: from as Instant,
    to: (from + members.window * WINDOW_STEP * MINUTE) as Instant,
    notAfter: (from + members.validity * MINUTE) as Instant,
    offsets: [
      (members.offsetFrom - MOST_STEPS) * OFFSET_STEP,
      (members.offsetEnd - MOST_STEPS) * OFFSET_STEP,
    ],
    // A number that no language has yet is that of none.
    language: PAGE_LANGUAGES[members.language - 1] ?? null,
  };
};
