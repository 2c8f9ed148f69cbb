/** Bytes that end a frame: CR, LF, TAB, NUL and ETX. STX before a frame is dropped. */
const ENDS: ReadonlySet<number> = new Set([0x0d, 0x0a, 0x09, 0x00, 0x03]);
const STX = 0x02;

/** A signed pass behind its symbology identifier is the longest that is read; beyond it is noise. */
export const MAX_FRAME_BYTES = 1_027;

/** What the bytes of a serial line come to. `frame` is new memory, the taker's to wipe. */
export type Framed =
  | { readonly type: 'frame'; readonly bytes: Uint8Array }
  /** More bytes without an end than any symbol has. Said once, at the limit. */
  | { readonly type: 'overlong' };

/**
 * Cuts the bytes of a scanner into frames, however the operating system splits them. Holds at most
 * one frame; what runs over the limit is dropped up to the next end.
 */
export type Framer = {
  readonly push: (chunk: Uint8Array) => readonly Framed[];
  /** The line has been quiet: what is there is a frame of a scanner that sends no end. */
  readonly idle: () => readonly Framed[];
  /** Forgets what is there: the line was cut. */
  readonly reset: () => void;
};

export const makeFramer = (): Framer => {
  const buffer = new Uint8Array(MAX_FRAME_BYTES);
  let length = 0;
  let overlong = false;

  const reset = (): void => {
    buffer.fill(0, 0, length);
    length = 0;
    overlong = false;
  };
  const end = (): Framed | null => {
    const framed: Framed | null =
      length === 0 || overlong ? null : { type: 'frame', bytes: buffer.slice(0, length) };
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
    reset,
  };
};
