import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import {
  type DeliveryCode,
  makeDeliveryCode,
  parseDeliveryCode,
} from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';

/** The customer's and the dispatcher's own code of each delivery, by its short id, as text. */
export const codesOfDay = z.record(
  z.string(),
  z.strictObject({ customer: z.string(), dispatcher: z.string() }),
);
export type CodesOfDay = z.infer<typeof codesOfDay>;

/** Those whom a driver meets. A code is new memory each time, for it is wiped after use. */
export type Customers = {
  readonly learn: (codes: CodesOfDay) => void;
  readonly knows: (shortId: string) => boolean;
  readonly codeOf: (shortId: string) => DeliveryCode;
  readonly overrideCodeOf: (shortId: string) => DeliveryCode;
};

/** Customers who have what they were sent. */
export const makeCustomers = (): Customers => {
  const known = new Map<string, CodesOfDay[string]>();
  const read = (shortId: string, whose: keyof CodesOfDay[string]): DeliveryCode => {
    const code = parseDeliveryCode(utf8(known.get(shortId)?.[whose] ?? ''));
    if (!code.ok) throw new Error(`the ${whose} of ${shortId} has no code`);
    return code.value;
  };
  return {
    learn: (codes) => {
      for (const [shortId, own] of Object.entries(codes)) known.set(shortId, own);
    },
    knows: (shortId) => known.has(shortId),
    codeOf: (shortId) => read(shortId, 'customer'),
    overrideCodeOf: (shortId) => read(shortId, 'dispatcher'),
  };
};

/** A well-formed code that is nobody's; another for each `n`. */
export const wrongCodeOf = (shortId: string, n: number): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`wrong ${shortId} ${n}`)).subarray(0, 9));

/** The payload of a QR with a code for a delivery. */
export const qrOf = (shortId: string, code: DeliveryCode): Uint8Array =>
  Uint8Array.from([...utf8(`KS1/${shortId}/`), ...code]);
