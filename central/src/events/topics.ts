import { z } from 'zod';
import { depotId } from '../../../shared/protocol/ids.ts';

/** What may have changed: enough to know what to ask for again, and nothing of what it is now. */
export const TOPICS = [
  'deliveries',
  'terminals',
  'findings',
  'viewers',
  'messages',
  'settings',
  'people',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Something changed in a depot, or in the whole company where it is null. */
export const change = z.strictObject({ depot: depotId.nullable(), topic: z.enum(TOPICS) });
export type Change = z.infer<typeof change>;

/** The channel of PostgreSQL over which processes tell each other. */
export const CHANNEL = 'kerbside_changes';

/** What a notification carries: changes, as many as fit. */
export const notification = z.array(change);
