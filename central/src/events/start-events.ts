import type { Pool } from '../database/pool.ts';
import { type Announcer, makeAnnouncer } from './announcer.ts';
import { hearChanges } from './hear-changes.ts';
import { makeStreams, type Streams } from './streams.ts';

/** What is told of changes, and who hears of them. */
export type Events = { readonly announcer: Announcer; readonly streams: Streams };

/**
 * Tells of changes, and hears of those of every process of central.
 *
 * @param databaseUrl PostgreSQL itself, not a pooler that gives connections to others meanwhile
 */
export const startEvents = (
  pool: Pool,
  databaseUrl: string,
  onError: (error: Error) => void,
): Events & { readonly stop: () => Promise<void> } => {
  const announcer = makeAnnouncer(pool, onError);
  const streams = makeStreams();
  const hearing = hearChanges(databaseUrl, {
    onChanges: streams.send,
    onGap: streams.sendRefetch,
    onError,
  });
  return {
    announcer,
    streams,
    stop: async () => {
      await announcer.stop();
      await hearing.stop();
    },
  };
};
