import { copySecret, secretBytes } from '../../shared/protocol/codec/bytes.ts';

/** Bytes that end a frame: CR, LF, TAB, NUL and ETX. STX before a frame is dropped. */
const ENDS: ReadonlySet<number> = new Set([0x0d, 0x0a, 0x09, 0x00, 0x03]);
const STX = 0x02;

/** Where the frame that goes on at `from` ends: the index after its end, or the chunk's length. */
export const afterEnd = (chunk: Uint8Array, from: number): number => {
  let at = from;
  while (at < chunk.length && !ENDS.has(chunk[at] ?? 0)) at++;
  return Math.min(at + 1, chunk.length);
};

/** A signed pass behind its symbology identifier is the longest that is read; beyond it is noise. */
export const MAX_FRAME_BYTES = 1_027;

/** What the bytes of a serial line come to. `frame` is new memory, the taker's to wipe. */
export type Framed =
  | {
      readonly type: 'frame';
      readonly bytes: Uint8Array;
      /** The scanner says that it may have sent this before. */
      readonly again: boolean;
    }
  /** More bytes without an end than any symbol has. Said once, at the limit. */
  | { readonly type: 'overlong' }
  /** A packet came, whole or damaged: what the scanner waits to be answered, null for nothing. */
  | { readonly type: 'packet'; readonly intact: boolean; readonly answer: Uint8Array | null };

/**
 * Cuts the bytes of a scanner into frames, however the operating system splits them. Holds at most
 * one frame; what runs over the limit is dropped up to the next end.
 */
export type Framer = {
  readonly push: (chunk: Uint8Array) => readonly Framed[];
  /** The line has been quiet: what is there is a frame of a scanner that sends no end. */
  readonly idle: () => readonly Framed[];
  /** Whether the next byte begins a frame. */
  readonly isEmpty: () => boolean;
  /** Forgets what is there: the line was cut. */
  readonly reset: () => void;
};

export const makeFramer = (): Framer => {
  const buffer = secretBytes(MAX_FRAME_BYTES);
  let length = 0;
  let overlong = false;

  const reset = (): void => {
    buffer.fill(0, 0, length);
    length = 0;
    overlong = false;
  };
  const end = (): Framed | null => {
    const framed: Framed | null =
      length === 0 || overlong
        ? null
        : { type: 'frame', bytes: copySecret(buffer.subarray(0, length)), again: false };
    reset();
    return framed;
  };

  return {
    push: (chunk) => {
      const out: Framed[] = [];
      for (const byte of chunk) {
        if (ENDS.has(byte)) {
          const framed = end();
          if (framed !== null) out.push(framed);
        } else if (byte === STX && length === 0) {
          // Start of text: nothing of the payload.
        } else if (length < MAX_FRAME_BYTES) {
          buffer[length++] = byte;
        } else if (!overlong) {
          overlong = true;
          out.push({ type: 'overlong' });
        }
      }
      return out;
    },
    idle: () => {
      const framed = end();
      return framed === null ? [] : [framed];
    },
    isEmpty: () => length === 0 && !overlong,
    reset,
  };
};
