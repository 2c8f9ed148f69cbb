import type { DepotId } from '../../../shared/protocol/ids.ts';
import { SECOND } from '../clock.ts';
import { type Claimed, type ClaimPorts, claimMessages, type Which } from './claim-messages.ts';
import { markMessage } from './mark-message.ts';
import { type MessageProvider, type ProviderAnswer, tryAgain } from './message-provider.ts';
import type { Reports, TellMessages } from './take-report.ts';

/** How long a provider may take for a message. */
const DEADLINE = 15 * SECOND;
/** How much later it is left alone if it does not keep to that. */
const GRACE = 2 * SECOND;
/** How long a stop waits for providers that are asked: what they answer is then known. */
const STOP_GRACE = 3 * SECOND;
const AT_ONCE = 32;
const POLL = SECOND / 2;
/** A database that is away is asked this often, within a claim, to keep what a provider said. */
const MARK_TRIES = 12;
const MARK_WAIT = SECOND;

export type SendOutcome = 'sent' | 'not-sent' | 'not-waiting' | 'too-early';

export type Sender = {
  /** Begins to look for messages whose time has come. */
  readonly start: () => void;
  /** Sends the message of one issue now, if its time has come. */
  readonly sendNow: (depot: DepotId, issue: string) => Promise<SendOutcome>;
  /** Takes no more, and waits for what is under way: seconds, whatever the provider does. */
  readonly stop: () => Promise<void>;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the provider has answered, or its time is over: a provider cannot hold it. */
const ask = (
  provider: MessageProvider,
  { message }: Claimed,
  stopping: AbortSignal,
): Promise<ProviderAnswer> => {
  const deadline = AbortSignal.any([AbortSignal.timeout(DEADLINE), stopping]);
  return new Promise((resolve) => {
    deadline.addEventListener('abort', () => {
      setTimeout(() => resolve(tryAgain('no-answer')), stopping.aborted ? 0 : GRACE).unref();
    });
    provider.send(message, deadline).then(resolve, () => resolve(tryAgain('not-understood')));
  });
};

/**
 * Sends messages when their time comes. A message is claimed in one transaction, sent outside of any,
 * and marked in another. A worker that dies between claim and mark leaves a claim that ends: another
 * then sends the same text under the same id. What became of a message is told to those who look on.
 */
export const makeSender = (
  ports: ClaimPorts,
  provider: MessageProvider,
  reports: Reports,
  tell: TellMessages,
  onError: (error: Error) => void,
): Sender => {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking: Promise<unknown> = Promise.resolve();

  const mark = async (claimed: Claimed, answer: ProviderAnswer): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        await markMessage(ports, claimed, answer);
        break;
      } catch (error) {
        if (tries === MARK_TRIES || stopping.signal.aborted) throw error;
        await wait(MARK_WAIT);
      }
    }
    tell(claimed.message.depot);
    if (answer.kind === 'accepted') await reports.replay(answer.ids);
  };

  const send = async (claimed: Claimed): Promise<ProviderAnswer> => {
    const answer = await ask(provider, claimed, stopping.signal);
    await mark(claimed, answer);
    return answer;
  };

  const begin = (claimed: Claimed): void => {
    const sending = send(claimed)
      .catch(onError)
      .finally(() => {
        running.delete(sending);
      });
    running.add(sending);
  };

  const look = async (): Promise<void> => {
    try {
      for (let isFull = true; isFull && !stopped; ) {
        const limit = AT_ONCE - running.size;
        if (limit <= 0) return;
        const { claimed, ended } = await claimMessages(ports, provider, { limit });
        for (const depot of ended) tell(depot);
        for (const one of claimed) begin(one);
        isFull = claimed.length === limit;
      }
    } catch (error) {
      onError(error instanceof Error ? error : new Error('messages could not be claimed'));
    }
  };

  const loop = (): void => {
    looking = look().finally(() => {
      if (!stopped) timer = setTimeout(loop, POLL);
    });
  };

  return {
    start: loop,
    sendNow: async (depot, issue) => {
      const { rows } = await ports.pool.query<{ id: string; due: number; state: string }>(
        "select id, due, state from message where depot = $1 and issue = $2 and kind = 'code'",
        [depot, issue],
      );
      const [found] = rows;
      if (found?.state !== 'waiting') return 'not-waiting';
      if (found.due > ports.now()) return 'too-early';
      const which: Which = { depot, id: found.id };
      const {
        claimed: [claimed],
      } = await claimMessages(ports, provider, which);
      if (claimed === undefined) return 'not-waiting';
      return (await send(claimed)).kind === 'accepted' ? 'sent' : 'not-sent';
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      const all = Promise.all(running);
      await Promise.race([all, wait(STOP_GRACE)]);
      stopping.abort();
      await all;
    },
  };
};
