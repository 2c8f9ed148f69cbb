import type { FastifyInstance } from 'fastify';

/**
 * What every answer says unless its route says otherwise: it is kept by nobody, read as nothing but
 * what it is called, shown in nobody's page, and runs nothing if somebody opens it by itself.
 */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Sets them before anything else is done: a refusal has them as well. */
export const registerSafeHeaders = (app: FastifyInstance): void => {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SAFE_HEADERS);
    done();
  });
};
