import type { FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { JsonProblem } from '../../../shared/protocol/codec/strict-json.ts';
import { isDatabaseAway } from '../database/pool.ts';
import { type Issue, sayIssue } from './issue-sentence.ts';
import { type HttpProblem, sendProblem } from './problems.ts';
import { RefusedBody } from './request-context.ts';
import { ThrownProblem } from './thrown-problem.ts';

const statusIn = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'statusCode' in error
    ? Number(error.statusCode)
    : 500;

const BY_STATUS: Readonly<Record<number, HttpProblem>> = {
  400: 'bad-request',
  404: 'not-found',
  413: 'too-large',
  415: 'wrong-media-type',
};

const NOT_JSON: Readonly<Record<JsonProblem, string>> = {
  'not-utf-8': 'The body is not UTF-8.',
  'byte-order-mark': 'The body begins with a byte order mark.',
  'not-json': 'The body is not JSON.',
  'member-twice': 'An object in the body has a member twice.',
};

/** What parts of a request are called in an issue. */
const PARTS: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

const MOST_ISSUES = 20;
/** A name that somebody made up is shown as far as it is one. */
const isName = (key: unknown): key is string =>
  typeof key === 'string' && /^[\w.-]{1,60}$/.test(key);

/**
 * Where the request is not of the form, and how to mend it; never the value that stood there. For a
 * route that looks at its request's form itself as well: `error` is what validation came to.
 */
export const issuesOf = (error: unknown): readonly Issue[] => {
  if (error instanceof RefusedBody) {
    return [{ where: 'body', code: error.why, message: NOT_JSON[error.why] }];
  }
  if (!hasZodFastifySchemaValidationErrors(error)) return [];
  const part = error.validationContext ?? 'request';
  return error.validation.slice(0, MOST_ISSUES).flatMap((found): Issue[] => {
    const { instancePath, message = '', keyword, params } = found;
    const more = params as Readonly<Record<string, unknown>>;
    const path = instancePath === '/' ? '' : instancePath;
    const where = `${PARTS[part] ?? part}${path}`.slice(0, 120);
    const said = sayIssue({ code: keyword, message, more });
    const keys = Array.isArray(more['keys']) ? more['keys'].filter(isName) : [];
    if (keys.length === 0) return [{ where, ...said }];
    return keys.slice(0, MOST_ISSUES).map((key) => ({ where: `${where}/${key}`, ...said }));
  });
};

/** Turns every failure into a problem document; what is central's own fault is logged. */
export const registerErrors = (app: FastifyInstance): void => {
  app.setNotFoundHandler((request, reply) => app.answerUnknown(request, reply));
  app.setErrorHandler((error, request, reply) => {
    if (isDatabaseAway(error)) {
      request.log.warn({ err: error }, 'the database is away');
      return sendProblem(reply, 'unavailable');
    }
    if (error instanceof ThrownProblem) return sendProblem(reply, error.code);
    const status = statusIn(error);
    const code = status >= 500 ? 'internal' : (BY_STATUS[status] ?? 'bad-request');
    if (code === 'internal') request.log.error({ err: error }, 'request failed');
    const issues = issuesOf(error);
    return sendProblem(reply, code, issues.length > 0 ? { issues } : {});
  });
};
