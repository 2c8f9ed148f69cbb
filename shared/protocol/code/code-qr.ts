import type { ShortId } from '../ids.ts';
import { SEALED_PREFIX } from '../scan/own-prefixes.ts';
import type { DeliveryCode } from './delivery-code.ts';

/**
 * What the QR of a customer's code says: `KS1/<short id>/<code>`. All of it is in the QR code's
 * alphanumeric mode. It is text, because a QR is drawn from one; nothing wipes it.
 */
export const codeQr = (delivery: ShortId, code: DeliveryCode): string =>
  `${SEALED_PREFIX}${delivery}/${String.fromCharCode(...code)}`;
