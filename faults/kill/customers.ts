import { sha256 } from '@noble/hashes/sha2.js';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';

/** What a customer of the campaign has: a code that follows from the delivery's short id. */
export const codeOf = (shortId: string): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`code ${shortId}`)).subarray(0, 9));

/** The dispatcher's own code for a delivery. */
export const overrideCodeOf = (shortId: string): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`override ${shortId}`)).subarray(0, 9));

/** A well-formed code that is nobody's; another for each `n`. */
export const wrongCodeOf = (shortId: string, n: number): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`wrong ${shortId} ${n}`)).subarray(0, 9));

/** The payload of a QR with a code for a delivery. */
export const qrOf = (shortId: string, code: DeliveryCode): Uint8Array =>
  Uint8Array.from([...utf8(`KS1/${shortId}/`), ...code]);
