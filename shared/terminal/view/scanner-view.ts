/** The page on which a scanner is tried out. What is scanned meanwhile goes nowhere else. */
export type ScannerTestView = {
  readonly name: 'scanner-test';
  /** The last that came; null before anything has, and gone when the page is left. */
  readonly reading: ScannerReading | null;
};

/**
 * What came over one scanner's line between two pauses. It may be a customer's code: it is in a view
 * while the page is open, and nowhere else at any time.
 */
export type ScannerReading = {
  /** Null: it came from the keyboard. */
  readonly port: string | null;
  readonly profile: string;
  /** Bits a second; null where the line has none, as on USB. */
  readonly speed: number | null;
  /** The first bytes, as they came. */
  readonly bytes: readonly number[];
  /** How many there were. */
  readonly length: number;
  /** The scan in it: its AIM identifier, and its text as bytes; null if there is none. */
  readonly scan: { readonly symbology: string | null; readonly payload: readonly number[] } | null;
  /**
   * From the first bytes to the last, and the longest pause in between, in milliseconds; null where
   * they came through the window.
   */
  readonly timing: { readonly tookMs: number; readonly longestGapMs: number } | null;
};
