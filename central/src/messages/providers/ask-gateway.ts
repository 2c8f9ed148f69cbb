import { type ProviderAnswer, tryAgain } from '../message-provider.ts';

/** No gateway's answer is longer; what comes behind it is not read. */
const MAX_ANSWER = 65_536;

export type GatewayAnswer = { readonly status: number; readonly text: string };

const readStart = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body === null) return text;
  for await (const piece of response.body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_ANSWER) break;
  }
  return text.slice(0, MAX_ANSWER);
};

/** No connection came about, so that nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

/**
 * Asks a gateway over HTTP, and has `read` say what its answer means; null from `read`: it cannot
 * tell. What a status says by itself is decided before: 401 and 403 are about central's account, 408,
 * 429 and from 500 on pass. A redirect is not followed: who is asked is in the configuration.
 */
export const askGateway = async (
  url: string,
  request: RequestInit,
  deadline: AbortSignal,
  read: (answer: GatewayAnswer) => ProviderAnswer | null,
): Promise<ProviderAnswer> => {
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: deadline });
    const { status } = response;
    if (status === 401 || status === 403) return tryAgain('not-authorised');
    if (status === 408 || status === 429 || status >= 500) return tryAgain('busy');
    const text = await readStart(response);
    return read({ status, text }) ?? tryAgain('not-understood');
  } catch (error) {
    if (deadline.aborted) return tryAgain('no-answer');
    return tryAgain(NEVER_SENT.has(codeOf(error)) ? 'unreachable' : 'not-understood');
  }
};

/** The value of HTTP's basic authentication. */
export const basicAuth = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
