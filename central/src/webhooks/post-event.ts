import { request as askHttp, type ClientRequest } from 'node:http';
import { request as askHttps } from 'node:https';
import { SECOND } from '../clock.ts';
import { judgeUrl } from './judge-url.ts';
import { INSIDE, lookupPublic } from './public-address.ts';

/** How long a receiver may take to answer. */
export const DEADLINE_MS = 15 * SECOND;

/** What became of a request: it was taken, or why not. */
export type Posted = {
  readonly ok: boolean;
  readonly status: number | null;
  readonly reason: PostFault | null;
};
export type PostFault =
  /** The answer's status is none of success; one that leads elsewhere is not followed. */
  'refused' | 'no-answer' | 'unreachable' | 'inside' | 'not-allowed';

const failed = (reason: PostFault, status: number | null = null): Posted => ({
  ok: false,
  status,
  reason,
});

const faultOf = (error: unknown): PostFault => {
  const { code } = error as { readonly code?: string };
  return code === INSIDE ? 'inside' : 'unreachable';
};

export type PostOptions = {
  /** Hosts that the configuration names: they may be inside, and speak http. */
  readonly allowed: readonly string[];
  /** Ends it before its time. */
  readonly stopping?: AbortSignal;
  readonly deadlineMs?: number;
};

/**
 * Sends an event to its receiver. It resolves within the deadline, whatever the receiver does; of the
 * answer nothing but the status is read. The name is looked up for this connection, and one that leads
 * inside is refused, unless the configuration names the host.
 */
export const postEvent = (
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowed, stopping, deadlineMs = DEADLINE_MS }: PostOptions,
): Promise<Posted> => {
  const url = new URL(address);
  const judged = judgeUrl(url, allowed);
  if (!judged.ok)
    return Promise.resolve(failed(judged.error === 'inside' ? 'inside' : 'not-allowed'));
  const isNamed = allowed.includes(url.hostname);
  return new Promise((resolve) => {
    let asked: ClientRequest | null = null;
    const timer = setTimeout(() => giveUp(), deadlineMs);
    const giveUp = (): void => end(failed('no-answer'));
    const end = (posted: Posted): void => {
      clearTimeout(timer);
      stopping?.removeEventListener('abort', giveUp);
      resolve(posted);
      asked?.destroy();
    };
    const ask = url.protocol === 'https:' ? askHttps : askHttp;
    asked = ask(
      url,
      {
        method: 'POST',
        // A connection of its own each time: what the name leads to is asked each time as well.
        agent: false,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        ...(isNamed ? {} : { lookup: lookupPublic }),
      },
      ({ statusCode = 0 }) => {
        const isTaken = statusCode >= 200 && statusCode < 300;
        end(
          isTaken ? { ok: true, status: statusCode, reason: null } : failed('refused', statusCode),
        );
      },
    );
    stopping?.addEventListener('abort', giveUp);
    asked.once('error', (error) => end(failed(faultOf(error))));
    asked.end(body);
  });
};
