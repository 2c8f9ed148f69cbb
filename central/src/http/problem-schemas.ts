import { z } from 'zod';
import { PROBLEM_BASE } from '../../../shared/protocol/api/terminal.ts';
import type { Described } from './operation.ts';
import { PROBLEM_MEMBERS } from './problem-members.ts';
import { type HttpProblem, PROBLEMS } from './problems.ts';
import { changeHeaders, ONCE, onceHeaders, VERSIONED } from './request-headers.ts';

const nameOf = (code: string): string =>
  `Problem${code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

const made = new Map<HttpProblem, z.ZodObject>();

/** The schema of a problem document, which the description calls `Problem` and its code. */
const schemaOf = (code: HttpProblem): z.ZodObject => {
  const before = made.get(code);
  if (before !== undefined) return before;
  const [status, title] = PROBLEMS[code];
  const schema = z
    .object({
      type: z.literal(`${PROBLEM_BASE}${code}`),
      title: z.string().meta({ examples: [title] }),
      status: z.literal(status),
      ...PROBLEM_MEMBERS[code],
    })
    .meta({ id: nameOf(code), description: title });
  made.set(code, schema);
  return schema;
};

/** What every operation can answer with, whatever is asked. */
const ALWAYS: readonly HttpProblem[] = ['bad-request', 'internal', 'unavailable'];
const WITH_BODY: readonly HttpProblem[] = ['too-large', 'wrong-media-type'];

type Taken = Partial<Described> & {
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly consumes?: readonly string[];
};

/** What else an operator's act can be refused for. */
const ACTING: readonly HttpProblem[] = ['rights-changed'];

/** Every problem that an operation can answer with. */
const problemsOf = (schema: Taken, isAct: boolean): readonly HttpProblem[] => {
  const isOperators = schema.security?.some((scheme) => 'key' in scheme) === true;
  const isLimited = isOperators || schema.tags?.[0] === 'sign-in';
  return [
    ...ALWAYS,
    ...(isOperators ? (['unauthorised', 'cross-site', 'forbidden'] as const) : []),
    ...(isOperators && isAct ? ACTING : []),
    ...(isLimited ? (['too-many-requests'] as const) : []),
    ...(schema.body === undefined && schema.consumes === undefined ? [] : WITH_BODY),
    ...(schema.headers === onceHeaders || schema.headers === changeHeaders ? ONCE : []),
    ...(schema.headers === changeHeaders ? VERSIONED : []),
    ...(schema.problems ?? []),
  ];
};

/**
 * The answers by which an operation refuses or fails, by status, as schemas of its route. `isAct`: it
 * is asked for by another method than GET.
 */
export const problemAnswers = (
  schema: Taken,
  isAct: boolean,
): Readonly<Record<string, unknown>> => {
  const byStatus = new Map<number, HttpProblem[]>();
  for (const code of new Set(problemsOf(schema, isAct))) {
    const [status] = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const schemas = codes.toSorted().map(schemaOf);
      const [first, second, ...others] = schemas;
      if (first === undefined) throw new Error('a status without a problem');
      const one =
        second === undefined ? first : z.discriminatedUnion('type', [first, second, ...others]);
      const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('\n\n');
      return [status, { description, content: { 'application/problem+json': { schema: one } } }];
    }),
  );
};
