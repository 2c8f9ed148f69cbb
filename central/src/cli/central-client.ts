import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PROBLEM_BASE } from '../../../shared/protocol/api/terminal.ts';
import { type CentralApi, makeCentralApi } from '../../client/client.ts';
import { CommandFailure } from './command-failure.ts';
import { printable } from './output.ts';
import { forgetSession, readSession, writeSession } from './session-file.ts';

export type ClientOptions = {
  readonly url: string;
  readonly tokenFile: string;
  /** Where the session of a person is, who goes before the key; null: nobody signs in here. */
  readonly sessionFile: string | null;
};

/** What a person signs in with, together. */
type SignIn = { readonly name: string; readonly password: string; readonly code: string };

/**
 * Asks central as an operator. Its calls throw a `CommandFailure` on anything but success, and end
 * after a minute; those of `streams` last as long as what they carry.
 */
export type CentralClient = CentralApi & {
  readonly streams: CentralApi;
  /** Signs a person in, and keeps their session. */
  readonly signIn: (asked: SignIn) => Promise<void>;
  /** Ends the session and forgets it; false: there was none. */
  readonly signOut: () => Promise<boolean>;
};

const problem = z.object({
  type: z.string(),
  title: z.string(),
  lines: z
    .array(
      z.object({
        line: z.int(),
        column: z.string().nullable(),
        code: z.string(),
        reason: z.string(),
      }),
    )
    .default([]),
  issues: z.array(z.object({ where: z.string(), message: z.string() })).default([]),
  fields: z
    .array(z.object({ field: z.string(), code: z.string(), reason: z.string() }))
    .default([]),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), reason: z.string() }))
    .default([]),
  current: z.array(z.object({ id: z.string(), version: z.int() })).default([]),
  why: z.string().optional(),
  instead: z.array(z.string()).default([]),
});

const readToken = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw new CommandFailure(
      'no-operator-token',
      `Cannot read the operator token from ${file}. Central writes it there on first start; set KERBSIDE_TOKEN_FILE to use another file.`,
    );
  }
};

/** What a problem is called where its details stand below it. */
const SENTENCES: Readonly<Record<string, string>> = {
  'change-refused': 'Nothing was changed.',
  'deliveries-refused': 'Nothing was created.',
  'nothing-to-send': 'This code cannot be sent.',
  'version-stale': 'Somebody changed it meanwhile. Look at it again, then decide.',
};

/** Why a code cannot be sent. */
const WHY: Readonly<Record<string, string>> = {
  'no-code-yet':
    'its terminal has no code for it yet: assign its route to a terminal, and dock that first',
  'sent-and-forgotten': 'it was sent, and central has forgotten it since',
  token: 'the customer has a token, and needs no code',
  'no-telephone': 'there is no telephone number',
};

/** What members are called where they are given as options. */
const asOptions = (text: string): string =>
  text.replace(/\bnotBefore\b/g, '--from').replace(/\bnotAfter\b/g, '--until');

const failureOf = (body: unknown, status: number): CommandFailure => {
  const parsed = problem.safeParse(body);
  if (!parsed.success) {
    return new CommandFailure('central-failed', `Central answered with status ${status}.`);
  }
  const { type, title, lines, issues, fields, errors, current, why, instead } = parsed.data;
  const details = [
    ...lines.map((line) => `${describeLine(line)} [${line.code}]`),
    ...issues.map(({ where, message }) => `${where}: ${message}`),
    ...fields.map(({ field, code, reason }) => asOptions(`${field}: ${reason} [${code}]`)),
    ...errors.map(({ pointer, code, reason }) =>
      asOptions(`${pointer.slice(1)}: ${reason} [${code}]`),
    ),
    ...current.map(({ id, version }) => `${id} has version ${version} now`),
    ...(why === undefined ? [] : [`why: ${WHY[why] ?? why}`]),
    ...(instead.length === 0 ? [] : [`instead: ${instead.join(', ')}`]),
  ];
  const code = type.slice(PROBLEM_BASE.length);
  return new CommandFailure(code, SENTENCES[code] ?? title, 1, details);
};

/** What a problem says of lines of a file, for people. */
export const describeLine = ({
  line,
  column,
  reason,
}: {
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
}): string => `row ${line}${column === null ? '' : `, ${printable(column)}`}: ${reason}`;

const PATIENCE_MS = 60_000;

/** A session's cookie, under either of its names; without its attributes. */
const cookieIn = (answer: Response): string | undefined =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .find((one) => /^(?:__Host-)?kerbside=./.test(one));

export const makeCentralClient = (options: ClientOptions): CentralClient => {
  const { url, tokenFile, sessionFile } = options;
  const sessionHere = async () => {
    const kept = sessionFile === null ? null : await readSession(sessionFile);
    return kept?.url === url ? kept : null;
  };
  const send = async (request: Request, patienceMs: number | null): Promise<Response> => {
    const signal = patienceMs === null ? request.signal : AbortSignal.timeout(patienceMs);
    try {
      return await fetch(request, { signal });
    } catch {
      const sentence = `Central does not respond at ${url}. Is it running? Set KERBSIDE_CENTRAL to use another address.`;
      throw new CommandFailure('central-unreachable', sentence);
    }
  };
  /** Keeps what central gives for the time to come: it exchanges a session's cookie each hour. */
  const keep = async (answer: Response): Promise<void> => {
    const cookie = cookieIn(answer);
    if (cookie !== undefined && sessionFile !== null)
      await writeSession(sessionFile, { url, cookie });
  };
  const ask =
    (patienceMs: number | null) =>
    async (request: Request): Promise<Response> => {
      const session = await sessionHere();
      if (session === null) {
        request.headers.set('authorization', `Bearer ${await readToken(tokenFile)}`);
      } else {
        request.headers.set('cookie', session.cookie);
        // As a page of central's own would say it.
        request.headers.set('origin', new URL(url).origin);
      }
      const answer = await send(request, patienceMs);
      if (session !== null && answer.status === 401 && sessionFile !== null) {
        await forgetSession(sessionFile);
        throw new CommandFailure(
          'session-over',
          'Your session is over. Sign in again: me sign-in.',
        );
      }
      if (!answer.ok) throw failureOf(await answer.json().catch(() => null), answer.status);
      if (session !== null) await keep(answer);
      return answer;
    };
  const streams = makeCentralApi({ url, fetch: ask(null) });
  const api = makeCentralApi({ url, fetch: ask(PATIENCE_MS) });
  const signIn: CentralClient['signIn'] = async (asked) => {
    if (sessionFile === null) {
      const sentence = 'There is no folder to keep a session in. Set KERBSIDE_SESSION_FILE.';
      throw new CommandFailure('no-session-file', sentence, 2);
    }
    const answer = await send(
      new Request(`${url}/v1/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      }),
      PATIENCE_MS,
    );
    if (!answer.ok) throw failureOf(await answer.json().catch(() => null), answer.status);
    await keep(answer);
  };
  const signOut: CentralClient['signOut'] = async () => {
    const session = await sessionHere();
    if (session === null || sessionFile === null) return false;
    await api.POST('/v1/sign-out');
    await forgetSession(sessionFile);
    return true;
  };
  return { ...api, streams, signIn, signOut };
};

/** What a stream of an answer carries, piece by piece. */
export const piecesOf = async function* (
  asked: Promise<{ data?: unknown }>,
): AsyncGenerator<Uint8Array> {
  const { data } = await asked;
  if (data instanceof ReadableStream) yield* data as ReadableStream<Uint8Array>;
};
