import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PROBLEM_BASE } from '../../../shared/protocol/api/terminal.ts';
import { type CentralApi, makeCentralApi } from '../../client/client.ts';
import { printable } from './output.ts';

/** Why a command failed: a stable code, a sentence, and the exit code. */
export class CommandFailure extends Error {
  readonly code: string;
  readonly exitCode: 1 | 2;
  readonly details: readonly string[];
  constructor(
    code: string,
    sentence: string,
    exitCode: 1 | 2 = 1,
    details: readonly string[] = [],
  ) {
    super(sentence);
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}

export type ClientOptions = { readonly url: string; readonly tokenFile: string };

/**
 * Asks central as an operator. Its calls throw a `CommandFailure` on anything but success, and end
 * after a minute; those of `streams` last as long as what they carry.
 */
export type CentralClient = CentralApi & { readonly streams: CentralApi };

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
  'no-code-yet': 'it has no code yet: assign its route to a terminal first',
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

export const makeCentralClient = ({ url, tokenFile }: ClientOptions): CentralClient => {
  const ask =
    (patienceMs: number | null) =>
    async (request: Request): Promise<Response> => {
      request.headers.set('authorization', `Bearer ${await readToken(tokenFile)}`);
      const signal = patienceMs === null ? request.signal : AbortSignal.timeout(patienceMs);
      let answer: Response;
      try {
        answer = await fetch(request, { signal });
      } catch {
        const sentence = `Central does not respond at ${url}. Is it running? Set KERBSIDE_CENTRAL to use another address.`;
        throw new CommandFailure('central-unreachable', sentence);
      }
      if (!answer.ok) throw failureOf(await answer.json().catch(() => null), answer.status);
      return answer;
    };
  const streams = makeCentralApi({ url, fetch: ask(null) });
  return { ...makeCentralApi({ url, fetch: ask(PATIENCE_MS) }), streams };
};

/** What a stream of an answer carries, piece by piece. */
export const piecesOf = async function* (
  asked: Promise<{ data?: unknown }>,
): AsyncGenerator<Uint8Array> {
  const { data } = await asked;
  if (data instanceof ReadableStream) yield* data as ReadableStream<Uint8Array>;
};
