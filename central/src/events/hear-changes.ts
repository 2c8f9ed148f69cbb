import pg from 'pg';
import { CHANNEL, type Change, notification } from './topics.ts';

export type Hearing = { readonly stop: () => Promise<void> };

export type Heard = {
  readonly onChanges: (changes: readonly Change[]) => void;
  /** The line was cut: whatever was told meanwhile was not heard. */
  readonly onGap: () => void;
  readonly onError: (error: Error) => void;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

const readPayload = (text = ''): readonly Change[] => {
  try {
    return notification.parse(JSON.parse(text));
  } catch {
    return [];
  }
};

/**
 * Hears what every process of central announces, over a connection of its own: one out of a pool is
 * not always the same. When it is cut it is made anew, for as long as it takes.
 *
 * @param databaseUrl PostgreSQL itself, not a pooler that gives connections to others meanwhile
 */
export const hearChanges = (databaseUrl: string, heard: Heard): Hearing => {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let wait = FIRST_WAIT_MS;
  let isOver = false;
  let wasCut = false;

  const retry = (): void => {
    client = null;
    if (isOver || timer !== null) return;
    wasCut = true;
    timer = setTimeout(() => {
      timer = null;
      void connect();
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const connect = async (): Promise<void> => {
    const made = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: 'kerbside-central-events',
    });
    client = made;
    made.on('error', heard.onError);
    made.on('end', () => {
      if (client === made) retry();
    });
    made.on('notification', ({ payload }) => heard.onChanges(readPayload(payload)));
    try {
      await made.connect();
      await made.query(`listen ${CHANNEL}`);
      wait = FIRST_WAIT_MS;
      if (wasCut) heard.onGap();
      wasCut = false;
    } catch (error) {
      heard.onError(error instanceof Error ? error : new Error('changes are not heard'));
      await made.end().catch(() => {});
      if (client === made) retry();
    }
  };

  const connecting = connect();
  return {
    stop: async () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      await connecting;
      await client?.end().catch(() => {});
    },
  };
};
