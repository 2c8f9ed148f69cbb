import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import tls from 'node:tls';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { connectThrough, readWay, type Way } from './proxy.ts';
import { reachProblem } from './reach-problem.ts';

type Parts = {
  /** The authorities that a certificate may come from, as PEM; asked for again where one lacked. */
  readonly authorities: () => readonly string[];
  /** What the system says of an address: `DIRECT`, or `PROXY host:port`. */
  readonly proxiesFor: (url: string) => Promise<string>;
  /** How long one answer may take. */
  readonly patienceMs: number;
};

export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** The head of an answer; its body is still to be read, as long as the signal gives it time. */
export type Reached = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
};

/** Sends one request and gives the answer. Follows nothing. */
export type Reach = (url: string, asked: Asked) => Promise<Result<Reached, ProblemCode>>;

/**
 * Reaches central by the system's own means: its store of authorities, and its proxies. Node.js's
 * `fetch` knows neither, and cannot say what is wrong with a certificate.
 */
export const makeReach = ({ authorities, proxiesFor, patienceMs }: Parts): Reach => {
  const plain = new HttpAgent({ keepAlive: true });
  // Read when it is first needed, for there are some hundred of them, and again once it lacked one:
  // IT may have put it there since.
  let context: tls.SecureContext | null = null;
  const secureContext = (): tls.SecureContext => {
    context ??= tls.createSecureContext({ ca: [...authorities()] });
    return context;
  };
  let direct: HttpsAgent | null = null;
  const readAnew = (): void => {
    context = null;
    direct?.destroy();
    direct = null;
  };

  const send = (
    options: RequestOptions & { readonly url: URL },
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<Result<Reached, ProblemCode>> =>
    new Promise((resolve) => {
      const reached = (answer: IncomingMessage): void =>
        resolve(
          ok({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: answer,
            signal,
          }),
        );
      const { url, ...more } = options;
      const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const sent = request(url, { ...more, signal }, reached);
      sent.once('error', (error) => {
        const problem = reachProblem(error, signal);
        if (problem === 'central-untrusted') readAnew();
        resolve(err(problem));
      });
      sent.end(body);
    });

  /** The connection that a request goes over. */
  const connectionFor = async (
    url: URL,
    way: Way,
    signal: AbortSignal,
  ): Promise<Result<RequestOptions, ProblemCode>> => {
    if (url.protocol !== 'https:') return ok({ agent: plain });
    if (way.kind === 'unknown') return err('central-behind-proxy');
    if (way.kind === 'direct') {
      direct ??= new HttpsAgent({ keepAlive: true, secureContext: secureContext() });
      return ok({ agent: direct });
    }
    const socket = await connectThrough(way, `${url.hostname}:${url.port || 443}`, signal);
    if (!socket.ok) return socket;
    const options = { secureContext: secureContext(), socket: socket.value };
    const servername = /^[\d.]+$|:/.test(url.hostname) ? '' : url.hostname;
    const agent = new HttpsAgent();
    return ok({
      agent: Object.assign(agent, {
        createConnection: () => tls.connect({ ...options, servername }),
      }),
    });
  };

  return async (address, { method, headers, body }) => {
    const url = new URL(address);
    const signal = AbortSignal.timeout(patienceMs);
    const way = url.protocol === 'https:' ? readWay(await proxiesFor(address)) : readWay('DIRECT');
    const connection = await connectionFor(url, way, signal);
    if (!connection.ok) return connection;
    const length = method === 'POST' ? { 'content-length': String(body.length) } : {};
    return send(
      { url, method, headers: { ...headers, ...length }, ...connection.value },
      body,
      signal,
    );
  };
};
