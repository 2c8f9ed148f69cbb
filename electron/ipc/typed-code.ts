import { copySecret, secretBytes, wipe } from '../../shared/protocol/codec/bytes.ts';
import { MAX_SCANNED } from '../../shared/protocol/plain-values.ts';
import { MAX_TYPED } from '../../shared/terminal/channels/contract.ts';

/** Puts a code together whose characters come one by one. */
export type TypedCode = {
  /** A character for the code of this delivery, or a PIN; what was put for another one is forgotten. */
  readonly put: (owner: string, place: number, symbol: number) => true;
  /** The first characters, as new memory that the taker wipes; 0 where none was put. */
  readonly take: (owner: string, length: number) => Uint8Array;
};

/** Holds the characters of one code, for one owner, until they are taken. */
export const makeTypedCode = (): TypedCode => {
  const typed = secretBytes(MAX_TYPED);
  let typedFor: string | null = null;
  const turnTo = (owner: string): void => {
    if (owner !== typedFor) wipe(typed);
    typedFor = owner;
  };
  return {
    put: (owner, place, symbol) => {
      turnTo(owner);
      typed[place] = symbol;
      return true;
    },
    take: (owner, length) => {
      turnTo(owner);
      const code = copySecret(typed.subarray(0, length));
      wipe(typed);
      return code;
    },
  };
};

/** Puts a scan together that a scanner types, character by character. */
export type TypedScan = {
  readonly put: (place: number, symbol: number) => true;
  /** The first characters, as new memory that the taker wipes; 0 where none was put. */
  readonly take: (length: number) => Uint8Array;
};

export const makeTypedScan = (): TypedScan => {
  const typed = secretBytes(MAX_SCANNED);
  return {
    put: (place, symbol) => {
      typed[place] = symbol;
      return true;
    },
    take: (length) => {
      const scan = copySecret(typed.subarray(0, length));
      wipe(typed);
      return scan;
    },
  };
};
