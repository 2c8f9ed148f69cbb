/** A longer pause than this between two keys, in milliseconds, ends what a scanner types. */
export const KEY_GAP_MS = 75;
/** Between the keys of a scanner that is set to type slowly, in the mean. */
const SLOW_MS = 70;
/** So fast, a few keys are no hand's. */
const FAST_MS = 35;
/** So many keys in a row no hand types at the pace of a slow scanner. */
const MANY_KEYS = 6;
const FEW_KEYS = 3;
/** A finger that presses a key is longer on it, in milliseconds; a scanner lets go at once. */
export const PRESS_MS = 40;

/** Keys that followed each other with no pause. */
export type Rhythm = {
  /** How many of them are characters. */
  readonly characters: number;
  /** Whether they end in Enter or Tab. */
  readonly ended: boolean;
  /** From the first to the last, milliseconds. */
  readonly spanMs: number;
  /** Whether they went into a field in which a hand may write whole sentences. */
  readonly written: boolean;
};

/**
 * Whether a scanner typed this. Two keys can be a hand's that rolls over them; a run that ends in
 * Enter is told by two, since no hand hits Enter at that pace.
 */
export const isScannersRhythm = ({ characters, ended, spanMs, written }: Rhythm): boolean => {
  const gaps = characters - 1 + Number(ended);
  if (gaps === 0) return false;
  const mean = spanMs / gaps;
  if (ended) {
    const few = written ? FEW_KEYS : 1;
    return characters > few ? mean <= SLOW_MS : characters === few && mean <= FAST_MS;
  }
  if (characters >= MANY_KEYS) return mean <= (written ? FAST_MS : SLOW_MS);
  return characters >= FEW_KEYS && !written && mean <= FAST_MS;
};
