import { request } from 'node:http';
import type { Socket } from 'node:net';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';

/** How an address is reached: at once, by an HTTP proxy, or only in a way that is not known here. */
export type Way =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly host: string; readonly port: number }
  | { readonly kind: 'unknown' };

/**
 * Reads the answer of a system that was asked for its proxies, as browsers give it:
 * `PROXY host:port; SOCKS5 host:port; DIRECT`. The first way that is known here counts.
 */
export const readWay = (answer: string): Way => {
  const ways = answer.split(';').map((way) => way.trim());
  for (const way of ways) {
    if (/^DIRECT$/i.test(way)) return { kind: 'direct' };
    const [, host, port] = /^PROXY \[?([^\s\]]+?)\]?:(\d+)$/i.exec(way) ?? [];
    if (host !== undefined) return { kind: 'proxy', host, port: Number(port) };
  }
  return answer.trim() === '' ? { kind: 'direct' } : { kind: 'unknown' };
};

/** What a proxy says when it let us through and found nobody there. */
const NOBODY_THERE: ReadonlySet<number> = new Set([502, 503, 504]);

/** Asks a proxy for a connection to a host (CONNECT, RFC 9110 9.3.6). */
export const connectThrough = (
  proxy: { readonly host: string; readonly port: number },
  target: string,
  signal: AbortSignal,
): Promise<Result<Socket, ProblemCode>> =>
  new Promise((resolve) => {
    const asked = request({
      ...proxy,
      method: 'CONNECT',
      path: target,
      headers: { host: target },
      signal,
      agent: false,
    });
    const refused = (status: number): void => {
      resolve(err(NOBODY_THERE.has(status) ? 'central-unreachable' : 'central-behind-proxy'));
    };
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(ok(socket));
      socket.destroy();
      refused(statusCode);
    });
    asked.once('response', (response) => {
      response.destroy();
      refused(response.statusCode ?? 0);
    });
    asked.once('error', () =>
      resolve(err(signal.aborted ? 'central-slow' : 'central-behind-proxy')),
    );
    asked.end();
  });
