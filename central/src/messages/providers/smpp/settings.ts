import { z } from 'zod';

export const smppSettings = z.strictObject({
  provider: z.literal('smpp'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(2775),
  tls: z.boolean().default(false),
  systemId: z.string().max(15),
  password: z.string().max(8),
  systemType: z.string().max(12).default(''),
  /** Instead of the depot's sender. */
  from: z.string().min(1).max(20).optional(),
  /** How many messages may be without an answer at a time. */
  window: z.int().min(1).max(1_000).default(10),
  /** Long ones: as parts with a header each, or whole in an optional field. */
  long: z.enum(['udh', 'payload']).default('udh'),
  enquireSeconds: z.int().min(1).max(600).default(30),
  /** How long the centre may take for a bind or an enquiry before it is taken for gone. */
  answerSeconds: z.int().min(1).max(60).default(10),
});
export type SmppSettings = z.infer<typeof smppSettings>;
