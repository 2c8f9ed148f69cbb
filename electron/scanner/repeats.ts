import { equalBytes, secretBytes } from '../../shared/protocol/codec/bytes.ts';
import { MAX_FRAME_BYTES } from './framing.ts';

/** A scanner that is held on a symbol may send it again and again, as fast as this. */
const REPEAT_MS = 250;
/** A packet that the scanner did not see answered comes again, marked, within this time. */
const SENT_AGAIN_MS = 5_000;

/** Tells a symbol that is sent twice from two scans. */
export type Repeats = {
  /**
   * Whether this frame is the one before it once more, at this time (milliseconds of any steady
   * clock). A different frame never is.
   */
  readonly isRepeat: (frame: Uint8Array, at: number, sentAgain: boolean) => boolean;
  readonly forget: () => void;
};

/** Remembers the last frame of one scanner, which may be a code: `forget` wipes it. */
export const makeRepeats = (): Repeats => {
  const last = secretBytes(MAX_FRAME_BYTES);
  let length = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const forget = (): void => {
    last.fill(0, 0, length);
    length = 0;
  };
  return {
    isRepeat: (frame, at, sentAgain) => {
      const same = length > 0 && equalBytes(last.subarray(0, length), frame);
      const near = at - lastAt < (sentAgain ? SENT_AGAIN_MS : REPEAT_MS);
      lastAt = at;
      if (!same) {
        forget();
        last.set(frame);
        length = frame.length;
      }
      return same && near;
    },
    forget,
  };
};

/** After so long nothing can be a repeat any more, and the last frame is wiped. */
export const FORGET_AFTER_MS = SENT_AGAIN_MS;
