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

type ErrorLike = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly table?: unknown;
  readonly constraint?: unknown;
  readonly stack?: unknown;
};

/**
 * Errors without their message: PostgreSQL's and zod's quote the values they are about. One of
 * PostgreSQL's says its SQLSTATE, table and constraint.
 */
const describeError = (error: ErrorLike): Readonly<Record<string, unknown>> => ({
  type: error.name,
  ...(error.severity === undefined
    ? { code: error.code }
    : { sqlstate: error.code, table: error.table, constraint: error.constraint }),
  at:
    typeof error.stack === 'string'
      ? error.stack
          .split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 8)
      : undefined,
});

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line, with its time in UTC and its level by name. The log goes to standard error: standard output is for what the process was asked for. */
export const loggerOptions = (level: LogLevel | 'none'): FastifyServerOptions['logger'] =>
  level === 'none'
    ? false
    : {
        level,
        stream: process.stderr,
        base: null,
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
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
