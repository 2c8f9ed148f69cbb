import type { ServerResponse } from 'node:http';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Change } from './topics.ts';

/** Whose changes somebody may hear of; null: nobody's any more. */
export type Audience = 'all' | readonly DepotId[] | null;

/** A stream of server-sent events to one browser. */
type Stream = {
  readonly response: ServerResponse;
  audience: Audience;
  /** Asks anew whether whoever listens is still signed in, and for which depots. */
  readonly look: () => Promise<Audience>;
};

export type Streams = {
  readonly open: (
    operator: string,
    response: ServerResponse,
    audience: Audience,
    look: Stream['look'],
  ) => void;
  readonly send: (changes: readonly Change[]) => void;
  /** Something was missed: everybody asks for everything that they show. */
  readonly sendRefetch: () => void;
  readonly close: () => void;
};

/** So often a stream shows that it is alive, and whoever listens is looked at again. */
const BEAT_MS = 20_000;
/** So many windows may one person have open; the oldest ends first. */
const MOST_OF_ONE = 30;
/** Who takes in so little is cut off, and asks for everything when they come back. */
const MOST_WAITING_BYTES = 65_536;

const REFETCH = 'event: refetch\ndata: {}\n\n';
/** An event of its own: a browser's page hears nothing of a comment. */
const BEAT = 'event: beat\ndata: {}\n\n';

const mayHear = (audience: Audience, { depot }: Change): boolean =>
  depot === null || audience === 'all' || (audience?.includes(depot) ?? false);

/** The streams that this process has open. */
export const makeStreams = (): Streams => {
  const open = new Map<string, Set<Stream>>();
  const all = (): Stream[] => [...open.values()].flatMap((streams) => [...streams]);

  const write = ({ response }: Stream, text: string): void => {
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    else response.write(text);
  };
  const lookAgain = async (stream: Stream): Promise<void> => {
    // Where it cannot be found out it stays as it is: the database is away for everybody.
    stream.audience = await stream.look().catch(() => stream.audience);
    if (stream.audience === null) stream.response.end();
  };
  const beat = setInterval(() => {
    for (const stream of all()) {
      write(stream, BEAT);
      void lookAgain(stream);
    }
  }, BEAT_MS);
  beat.unref();

  return {
    open: (operator, response, audience, look) => {
      const own = open.get(operator) ?? new Set();
      const stream = { response, audience, look };
      const [oldest] = own;
      if (own.size >= MOST_OF_ONE) oldest?.response.end();
      open.set(operator, own.add(stream));
      response.once('close', () => {
        own.delete(stream);
        if (own.size === 0 && open.get(operator) === own) open.delete(operator);
      });
      write(stream, `retry: 2000\n${REFETCH}`);
    },
    send: (changes) => {
      const isOfPeople = changes.some(({ topic }) => topic === 'people');
      for (const stream of all()) {
        const heard = changes.filter((change) => mayHear(stream.audience, change));
        if (heard.length > 0) write(stream, `data: ${JSON.stringify(heard)}\n\n`);
        if (isOfPeople) void lookAgain(stream);
      }
    },
    sendRefetch: () => {
      for (const stream of all()) write(stream, REFETCH);
    },
    close: () => {
      clearInterval(beat);
      for (const { response } of all()) response.end();
    },
  };
};
