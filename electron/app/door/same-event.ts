import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../shared/protocol/codec/bytes.ts';
import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';

/** For so long after its verdict the same symbol is the same event, in milliseconds. */
const SAME_AFTER_MS = 10_000;

/** What a scan is told by, when it comes again: nothing of what was in it. */
export type ScanPrint = string & { readonly scanPrint: true };

/** Makes the prints of one process. Without its key a print says nothing about a code. */
export const makeScanPrint = (
  randomBytes: (length: number) => Uint8Array,
): ((bytes: Uint8Array) => ScanPrint) => {
  const key = randomBytes(32);
  return (bytes) => toHex(hmac(sha256, key, bytes)) as ScanPrint;
};

type Event = {
  /** The stop that it was for. */
  readonly stop: DeliveryId | null;
  /** Whose code it was tried as. */
  readonly asks: Purpose;
  /** When its verdict was there; null as long as it is awaited. */
  readonly judgedAt: number | null;
  readonly accepted: boolean;
};

/** Tells one act of showing a code that is read several times from several acts. */
export type SameEvent = {
  /** Whether this belongs to what is being judged, or was judged just now. */
  readonly is: (print: ScanPrint, stop: DeliveryId | null, asks: Purpose) => boolean;
  readonly begin: (print: ScanPrint, stop: DeliveryId | null, asks: Purpose) => void;
  readonly judged: (print: ScanPrint, accepted: boolean) => void;
  /** It was not judged: the same again is something new. */
  readonly forget: (print: ScanPrint) => void;
};

/** `elapsed`: milliseconds of a clock that nobody sets. */
export const makeSameEvent = (elapsed: () => number): SameEvent => {
  const events = new Map<ScanPrint, Event>();
  const forgetOld = (): void => {
    const now = elapsed();
    for (const [print, { judgedAt }] of events) {
      if (judgedAt !== null && now - judgedAt >= SAME_AFTER_MS) events.delete(print);
    }
  };
  return {
    is: (print, stop, asks) => {
      forgetOld();
      const event = events.get(print);
      if (event === undefined) return false;
      // A code that was just accepted is no other stop's; one that was refused may be. The customer's
      // that was tried as the dispatcher's is still the customer's.
      return event.accepted || ((stop === null || event.stop === stop) && event.asks === asks);
    },
    begin: (print, stop, asks) => {
      events.set(print, { stop, asks, judgedAt: null, accepted: false });
    },
    judged: (print, accepted) => {
      const event = events.get(print);
      if (event !== undefined) events.set(print, { ...event, judgedAt: elapsed(), accepted });
    },
    forget: (print) => {
      events.delete(print);
    },
  };
};
