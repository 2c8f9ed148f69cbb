import { copySecret, secretBytes, wipe } from '../../shared/bytes.ts';
import type { DeliveryId } from '../../shared/ids.ts';
import { MAX_TYPED } from '../../shared/ipc/contract.ts';

/** Puts a code together whose characters come one by one. */
export type TypedCode = {
  /** A character for the code of this delivery; what was put for another one is forgotten. */
  readonly put: (delivery: DeliveryId, place: number, symbol: number) => true;
  /** The first characters, as new memory that the taker wipes; 0 where none was put. */
  readonly take: (delivery: DeliveryId, length: number) => Uint8Array;
};

/** Holds the characters of one code, for one delivery, until they are taken. */
export const makeTypedCode = (): TypedCode => {
  const typed = secretBytes(MAX_TYPED);
  let typedFor: DeliveryId | null = null;
  const turnTo = (delivery: DeliveryId): void => {
    if (delivery !== typedFor) wipe(typed);
    typedFor = delivery;
  };
  return {
    put: (delivery, place, symbol) => {
      turnTo(delivery);
      typed[place] = symbol;
      return true;
    },
    take: (delivery, length) => {
      turnTo(delivery);
      const code = copySecret(typed.subarray(0, length));
      wipe(typed);
      return code;
    },
  };
};
