import type { FastifyInstance, FastifyServerOptions } from 'fastify';

/** Names under which a secret or a person's data could ever reach the log. */
const SECRET_NAMES = [
  'code',
  'key',
  'token',
  'address',
  'phone',
  'customer',
  'text',
  'to',
  'body',
  'seed',
  'pinHash',
];
const HEADERS = ['headers.authorization', 'headers.signature', '*.headers.authorization'];

type ErrorLike = { name?: unknown; code?: unknown; constraint?: unknown; stack?: unknown };

/** Errors without their message: PostgreSQL's and zod's quote the values they are about. */
const describeError = (error: ErrorLike): Readonly<Record<string, unknown>> => ({
  type: error.name,
  code: error.code,
  constraint: error.constraint,
  at:
    typeof error.stack === 'string'
      ? error.stack
          .split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 8)
      : undefined,
});

/** The log goes to standard error: standard output is for what the process was asked for. */
export const loggerOptions = (silent: boolean): FastifyServerOptions['logger'] =>
  silent
    ? false
    : {
        level: 'info',
        stream: process.stderr,
        base: null,
        redact: {
          paths: [...SECRET_NAMES, ...SECRET_NAMES.map((n) => `*.${n}`), ...HEADERS],
          censor: '…',
        },
        serializers: { err: describeError as never },
      };

/** One line for each request: its route pattern and ids, no URL, no header, no body. */
export const registerRequestLog = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        terminal: request.terminal?.id,
        operator: request.operator?.id,
      },
      'request',
    );
  });
};
