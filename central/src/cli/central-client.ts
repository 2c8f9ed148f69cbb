import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PROBLEM_BASE } from '../../../shared/protocol/api/terminal.ts';

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

type Headers = Readonly<Record<string, string>>;

/** Asks central as a member of staff; throws a `CommandFailure` on anything but success. */
export type CentralClient = {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, more?: Headers) => Promise<T>;
  readonly patch: <T>(path: string, body: unknown, more?: Headers) => Promise<T>;
  readonly postText: <T>(path: string, type: string, body: Uint8Array) => Promise<T>;
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
  current: z.array(z.object({ id: z.string(), version: z.int() })).default([]),
  why: z.string().optional(),
  instead: z.array(z.string()).default([]),
});

const JSON_TYPE = 'application/json';

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

const failureOf = (body: unknown, status: number): CommandFailure => {
  const parsed = problem.safeParse(body);
  if (!parsed.success) {
    return new CommandFailure('central-failed', `Central answered with status ${status}.`);
  }
  const { type, title, lines, issues, fields, current, why, instead } = parsed.data;
  const details = [
    ...lines.map(({ line, column, code, reason }) =>
      column === null
        ? `row ${line}: ${reason} [${code}]`
        : `row ${line}, ${column}: ${reason} [${code}]`,
    ),
    ...issues.map(({ where, message }) => `${where}: ${message}`),
    ...fields.map(({ field, code, reason }) => `${field}: ${reason} [${code}]`),
    ...current.map(({ id, version }) => `${id} has version ${version} now`),
    ...(why === undefined ? [] : [`why: ${why}`]),
    ...(instead.length === 0 ? [] : [`instead: ${instead.join(', ')}`]),
  ];
  return new CommandFailure(type.slice(PROBLEM_BASE.length), title, 1, details);
};

export const makeCentralClient = ({ url, tokenFile }: ClientOptions): CentralClient => {
  const ask = async <T>(
    method: string,
    path: string,
    type?: string,
    body?: Uint8Array | string,
    more: Headers = {},
  ): Promise<T> => {
    const headers: Record<string, string> = {
      authorization: `Bearer ${await readToken(tokenFile)}`,
      ...more,
    };
    if (type !== undefined) headers['content-type'] = type;
    let answer: Response;
    try {
      answer = await fetch(`${url}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(60_000),
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      });
    } catch {
      const sentence = `Central does not respond at ${url}. Is it running? Set KERBSIDE_CENTRAL to use another address.`;
      throw new CommandFailure('central-unreachable', sentence);
    }
    const content: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw failureOf(content, answer.status);
    return content as T;
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body, more) => ask('POST', path, JSON_TYPE, JSON.stringify(body), more),
    patch: (path, body, more) => ask('PATCH', path, JSON_TYPE, JSON.stringify(body), more),
    postText: (path, type, body) => ask('POST', path, type, body),
  };
};
