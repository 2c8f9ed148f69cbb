import type { Instant } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';

/** From when until when a code is good. */
type Validity = { readonly notBefore: Instant; readonly notAfter: Instant };

/**
 * How long the dispatcher's code is good, by that of the customer's: from its issue on (less a day,
 * for a terminal whose clock lags), and a day longer. Whether it is right to hand over early or late
 * is for the dispatcher to say, who is asked each time.
 */
export const overrideValidity = ({ notBefore, notAfter }: Validity, issued: Instant): Validity => ({
  notBefore: Math.min(notBefore, later(issued, -DAY)) as Instant,
  notAfter: later(notAfter, DAY),
});
