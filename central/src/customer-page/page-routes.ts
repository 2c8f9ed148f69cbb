import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../http/problems.ts';
import type { CustomerPage } from './customer-page.ts';

/** Where central serves the page. */
export const PAGE_PATH = '/c/';

const DAY_SECONDS = 86_400;

/** What holds for everything of the page: nobody else's, in nobody's index, told to nobody. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/** The worker fetches the page that it keeps, and nothing else. */
const WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

type Served = CustomerPage['html'];

const send = (request: FastifyRequest, reply: FastifyReply, { body, gzip, etag }: Served) => {
  reply.header('etag', etag).header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const takesGzip = /\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? '');
  return takesGzip ? reply.header('content-encoding', 'gzip').send(gzip) : reply.send(body);
};

/** Serves the customer's page. Its facts are in the link's fragment, and never come here. */
export const registerCustomerPage = (app: FastifyInstance, page: CustomerPage | null): void => {
  const options = { schema: { hide: true } as object };

  // A browser takes the fragment along.
  app.get(PAGE_PATH.slice(0, -1), options, (_request, reply) =>
    reply.code(308).header('location', `.${PAGE_PATH}`).send(),
  );

  app.get(PAGE_PATH, options, (request, reply) => {
    if (page === null) return sendProblem(reply, 'no-customer-page');
    reply
      .headers(HEADERS)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', page.policy)
      // Where there is no worker, the browser's own cache opens it again within the day.
      .header('cache-control', `public, max-age=${DAY_SECONDS}`);
    return send(request, reply, page.html);
  });

  app.get(`${PAGE_PATH}worker.js`, options, (request, reply) => {
    if (page === null) return sendProblem(reply, 'no-customer-page');
    reply
      .headers(HEADERS)
      .type('text/javascript; charset=utf-8')
      .header('content-security-policy', WORKER_POLICY)
      .header('cache-control', 'no-cache');
    return send(request, reply, page.worker);
  });
};
