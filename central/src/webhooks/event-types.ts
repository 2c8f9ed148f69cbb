import { z } from 'zod';

/** What happens to a delivery, by its name for integrations. The database's triggers make them. */
export const eventType = z.enum([
  'delivery.created',
  'delivery.changed',
  'delivery.assigned',
  'delivery.delivered',
  'delivery.exception',
  'delivery.expired',
  'delivery.cancelled',
  'delivery.reopened',
  'delivery.erased',
  'code.made',
  'message.sent',
  'message.delivered',
  'message.failed',
  'finding.made',
]);

/** One that is sent when somebody tries whether it arrives. */
export const TEST_EVENT = 'webhook.test';

/** An event on its way, as an operator sees it. */
export const sendingState = z.enum(['waiting', 'sent', 'dead']);
