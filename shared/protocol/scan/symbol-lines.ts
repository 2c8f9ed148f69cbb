import { hasCheckDigit } from './gs1/check-digit.ts';
import { hasOwnPrefix } from './own-prefixes.ts';
import { hasIdentifier } from './symbology.ts';

/** Scanners send a symbol in one go; so much quiet, in milliseconds, is between two of them. */
export const SYMBOL_GAP_MS = 60;

/** Tells the lines of one symbol, which may hold ends of lines itself, from scans of their own. */
export type SymbolLines = {
  /** Whether a line that has just ended is a scan of its own; else it goes on with the one before. */
  readonly begins: (line: Uint8Array) => boolean;
  /** Whether the next line is the first of its symbol, whatever it is. */
  readonly isNext: () => boolean;
  /** Nothing has come for `SYMBOL_GAP_MS`: what comes next is another symbol. */
  readonly quiet: () => void;
};

const isSscc = (line: Uint8Array): boolean => {
  const digits = line.length === 20 ? line.subarray(2) : line;
  const isOfForm =
    digits.length === 18 &&
    line.every((byte) => byte >= 0x30 && byte <= 0x39) &&
    (line.length === 18 || (line[0] === 0x30 && line[1] === 0x30));
  return isOfForm && hasCheckDigit(String.fromCharCode(...digits));
};

/**
 * A burst is one symbol: an address card of twelve lines has one answer. But a system that is busy
 * hands over two scans as one burst. Told from further lines are those that a scanner began anew,
 * with an AIM identifier, and those that are in no other symbol by chance: the product's own, and
 * an SSCC. What a further line must never be is a customer's bare code: it would cost an attempt.
 */
export const makeSymbolLines = (): SymbolLines => {
  let isFirst = true;
  return {
    begins: (line) => {
      const begins = isFirst || hasIdentifier(line) || hasOwnPrefix(line) || isSscc(line);
      isFirst = false;
      return begins;
    },
    isNext: () => isFirst,
    quiet: () => {
      isFirst = true;
    },
  };
};
