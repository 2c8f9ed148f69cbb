import type { Pool } from '../database/pool.ts';
import { type Announcer, makeAnnouncer } from './announcer.ts';
import { hearChanges } from './hear-changes.ts';
import { makeStreams, type Streams } from './streams.ts';
import type { Change } from './topics.ts';

/** Is told what has changed; null: something that was missed. */
export type Listener = (changes: readonly Change[] | null) => void;

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
  /** Lets one more hear, for as long as this process runs. */
  readonly hear: (listener: Listener) => void;
  readonly stop: () => Promise<void>;
} => {
  const announcer = makeAnnouncer(pool, onError);
  const streams = makeStreams();
  const listeners: Listener[] = [
    (changes) => (changes === null ? streams.sendRefetch() : streams.send(changes)),
  ];
  const tell: Listener = (changes) => {
    for (const listener of listeners) listener(changes);
  };
  const hearing = hearChanges(databaseUrl, { onChanges: tell, onGap: () => tell(null), onError });
  return {
    announcer,
    streams,
    hear: (listener) => void listeners.push(listener),
    stop: async () => {
      await announcer.stop();
      await hearing.stop();
    },
  };
};
