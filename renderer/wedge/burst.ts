import { secretBytes } from '../../shared/bytes.ts';
import { MAX_SCANNED } from '../../shared/plain-values.ts';

/** A scanner that types leaves less between two keys; no hand does for so many keys in a row. */
export const FAST_MS = 35;
const SCAN_KEYS = 8;

/** Where the keys would go otherwise: which of them count there, and how many at most. */
export type Field = { readonly takes: (key: string) => boolean; readonly places: number };

/** Keys that follow each other fast. They may be a code: `end` wipes them. */
export type Burst = {
  /**
   * One more key, at this time in milliseconds. `scan`: this is no typing any more, for it is too
   * fast for a hand, and does not fit where it would go.
   */
  readonly put: (key: string, at: number, field: Field) => 'typing' | 'scan';
  /** Whether a key at this time would still be of it. */
  readonly goesOn: (at: number) => boolean;
  readonly isScan: () => boolean;
  /** What it was, in memory that the taker wipes, and forgets it. */
  readonly end: () => Uint8Array;
};

/** Put between groups of a code by those who type it. */
const BETWEEN = new Set([' ', '-']);

export const makeBurst = (): Burst => {
  const bytes = secretBytes(MAX_SCANNED);
  let length = 0;
  let fitting = 0;
  let fits = true;
  let scan = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  const end = (): Uint8Array => {
    const taken = secretBytes(length);
    taken.set(bytes.subarray(0, length));
    bytes.fill(0, 0, length);
    length = 0;
    fitting = 0;
    fits = true;
    scan = false;
    return taken;
  };
  const goesOn = (at: number): boolean => at - lastAt <= FAST_MS;
  return {
    put: (key, at, { takes, places }) => {
      if (!goesOn(at)) end().fill(0);
      lastAt = at;
      const byte = key.charCodeAt(0);
      // What is not ASCII is in no symbol that counts: it stands for something unreadable.
      if (length < MAX_SCANNED) bytes[length++] = byte >= 0x20 && byte <= 0x7e ? byte : 0x3f;
      if (takes(key)) fitting++;
      else if (!BETWEEN.has(key)) fits = false;
      scan ||= length >= SCAN_KEYS && (!fits || fitting > places);
      return scan ? 'scan' : 'typing';
    },
    goesOn,
    isScan: () => scan,
    end,
  };
};
