import { createHash } from 'node:crypto';

/** What the bytes of a whole file say about how it is to be read; none of them is kept. */
export type FileFacts = {
  readonly size: number;
  /** The first bytes, by which files of some kinds are known. */
  readonly start: Uint8Array;
  readonly isUtf8: boolean;
  /** How many zeros stand at even and at odd places. */
  readonly zeros: readonly [number, number];
  readonly hasCr: boolean;
  readonly hasLf: boolean;
  /** SHA-256 of all of it. */
  readonly digest: Uint8Array;
};

/** Takes a file piece by piece. */
export type FactsTaker = {
  readonly take: (piece: Uint8Array) => void;
  readonly facts: () => FileFacts;
};

const START = 8;

const countZeros = (piece: Uint8Array, offset: number, zeros: [number, number]): void => {
  for (let at = piece.indexOf(0); at >= 0; at = piece.indexOf(0, at + 1)) {
    zeros[((at + offset) % 2) as 0 | 1] += 1;
  }
};

export const takeFacts = (): FactsTaker => {
  let size = 0;
  let start = new Uint8Array();
  let decoder: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', {
    fatal: true,
  });
  const hash = createHash('sha256');
  const zeros: [number, number] = [0, 0];
  let hasCr = false;
  let hasLf = false;
  const decode = (piece: Uint8Array | undefined): void => {
    try {
      if (piece === undefined) decoder?.decode();
      else decoder?.decode(piece, { stream: true });
    } catch {
      decoder = null;
    }
  };
  return {
    take: (piece) => {
      if (start.length < START)
        start = Buffer.concat([start, piece.subarray(0, START - start.length)]);
      hash.update(piece);
      countZeros(piece, size, zeros);
      size += piece.length;
      hasCr ||= piece.includes(0x0d);
      hasLf ||= piece.includes(0x0a);
      decode(piece);
    },
    facts: () => {
      decode(undefined);
      return { size, start, isUtf8: decoder !== null, zeros, hasCr, hasLf, digest: hash.digest() };
    },
  };
};
