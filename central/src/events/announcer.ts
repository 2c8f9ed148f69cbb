import type { Pool } from '../database/pool.ts';
import { CHANNEL, type Change, type Topic } from './topics.ts';

/** Tells every process of central what has changed. */
export type Announcer = {
  readonly announce: (depot: Change['depot'], topics: readonly Topic[]) => void;
  /** Tells what was announced and not told yet, and nothing after it. */
  readonly stop: () => Promise<void>;
};

/** What happens within so long is told once: five hundred terminals dock at the same time. */
const GATHERED_MS = 150;
/** PostgreSQL takes 8,000 bytes; a change has less than 80. */
const MOST_AT_ONCE = 90;

const keyOf = ({ depot, topic }: Change): string => `${depot} ${topic}`;

/**
 * Announces after what was done is committed, over a connection of its own moment: a `notify` inside
 * the transaction would make all of them commit one after the other. What a process that dies has
 * not told yet is found by those who ask again now and then.
 */
export const makeAnnouncer = (
  pool: Pick<Pool, 'query'>,
  onError: (error: Error) => void,
): Announcer => {
  const waiting = new Map<string, Change>();
  let telling: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;

  const tell = async (): Promise<void> => {
    timer = null;
    const changes = [...waiting.values()];
    waiting.clear();
    try {
      for (let i = 0; i < changes.length; i += MOST_AT_ONCE) {
        const payload = JSON.stringify(changes.slice(i, i + MOST_AT_ONCE));
        await pool.query('select pg_notify($1, $2)', [CHANNEL, payload]);
      }
    } catch (error) {
      onError(error instanceof Error ? error : new Error('changes were not told'));
    }
  };

  return {
    announce: (depot, topics) => {
      if (isOver) return;
      for (const topic of topics) {
        const one = { depot, topic };
        waiting.set(keyOf(one), one);
      }
      timer ??= setTimeout(() => {
        telling = tell();
      }, GATHERED_MS);
    },
    stop: async () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      await telling;
      if (waiting.size > 0) await tell();
    },
  };
};
