import type { FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { JsonProblem } from '../../../shared/protocol/codec/strict-json.ts';
import { isDatabaseAway } from '../database/pool.ts';
import { type HttpProblem, sendProblem } from './problems.ts';
import { RefusedBody } from './request-context.ts';
import { ThrownProblem } from './thrown-problem.ts';

type Issue = { readonly where: string; readonly message: string };

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
  'not-utf-8': 'it is not UTF-8',
  'byte-order-mark': 'it begins with a byte order mark',
  'not-json': 'it is not JSON',
  'member-twice': 'an object has a member twice',
};

/** Where the request is not of the form, and how; never the value that stood there. */
const issuesOf = (error: unknown): readonly Issue[] => {
  if (error instanceof RefusedBody) return [{ where: 'body', message: NOT_JSON[error.why] }];
  if (!hasZodFastifySchemaValidationErrors(error)) return [];
  return error.validation.slice(0, 20).map(({ instancePath, message }) => ({
    where: `${error.validationContext ?? 'request'}${instancePath}`.slice(0, 120),
    message: (message ?? 'malformed').slice(0, 200),
  }));
};

/** Turns every failure into a problem document; what is central's own fault is logged. */
export const registerErrors = (app: FastifyInstance): void => {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'));
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
