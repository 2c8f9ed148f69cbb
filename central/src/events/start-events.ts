import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Pool } from '../database/pool.ts';
import { type Announcer, makeAnnouncer } from './announcer.ts';
import { type Heard, hearChanges } from './hear-changes.ts';
import { makeStreams, type Streams } from './streams.ts';
import type { Topic } from './topics.ts';

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
): Events & {
  /**
   * Tells `listener` in which depot something of `topics` has changed, as long as this process runs;
   * null: in any, or something was missed.
   */
  readonly hear: (topics: readonly Topic[], listener: (depot: DepotId | null) => void) => void;
  readonly stop: () => Promise<void>;
} => {
  const announcer = makeAnnouncer(pool, onError);
  const streams = makeStreams();
  const listeners: Heard['onChanges'][] = [streams.send];
  const missed: (() => void)[] = [streams.sendRefetch];
  const hearing = hearChanges(databaseUrl, {
    onChanges: (changes) => {
      for (const listener of listeners) listener(changes);
    },
    onGap: () => {
      for (const listener of missed) listener();
    },
    onError,
  });
  return {
    announcer,
    streams,
    hear: (topics, listener) => {
      missed.push(() => listener(null));
      listeners.push((changes) => {
        for (const { depot, topic } of changes) if (topics.includes(topic)) listener(depot);
      });
    },
    stop: async () => {
      await announcer.stop();
      await hearing.stop();
    },
  };
};
