import { z } from 'zod';
import {
  day,
  deliveryId,
  depotId,
  instant,
  parcelLabel,
  routeId,
  shortId,
  terminalId,
  tokenId,
} from '../../../shared/protocol/ids.ts';
import { PAGE_LANGUAGES } from '../../../shared/protocol/link/page-fragment.ts';
import { exceptionOutcome, recipientKind } from '../../../shared/protocol/outcome.ts';

/** How a delivery stands. */
export const deliveryStatus = z.enum(['open', 'delivered', 'expired', 'undelivered', 'cancelled']);

/** A delivery as operators see it. */
export const deliveryView = z
  .object({
    id: deliveryId,
    depot: depotId,
    route: z.object({ id: routeId, name: z.string(), day }),
    version: z.int(),
    shortId,
    position: z.int(),
    customer: z.string(),
    address: z.array(z.string()).readonly(),
    language: z.enum(PAGE_LANGUAGES).nullable(),
    phoneEnd: z.string().nullable(),
    arrival: instant,
    notBefore: instant,
    notAfter: instant,
    parcels: z.array(parcelLabel).readonly(),
    status: deliveryStatus,
    exception: exceptionOutcome.nullable(),
    kept: z.array(parcelLabel).readonly(),
    handOver: z
      .object({ at: instant, by: z.enum(['code', 'token', 'pass', 'override']), to: recipientKind })
      .nullable(),
    token: z.object({ id: tokenId, serial: z.string() }).nullable(),
    issue: z
      .object({
        id: z.uuid(),
        epoch: z.int(),
        terminal: terminalId,
        state: z.enum(['active', 'used', 'withdrawn', 'expired']),
        sms: z.enum(['waiting', 'sent', 'delivered', 'failed', 'cancelled', 'expired', 'none']),
        smsDue: instant.nullable(),
        smsSentAt: instant.nullable(),
        /** Whether central could send the code now: it still has it, and the terminal knows it. */
        codeKept: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'Delivery' });
