import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takesCoding } from '../http/compression.ts';
import { sendProblem } from '../http/problems.ts';
import type { Console, ConsoleFile } from './console.ts';

/** Every address that the console answers to. */
export const ADDRESSES = [
  '/',
  '/sign-in',
  '/set-up',
  '/depot',
  '/routes',
  '/routes/:route',
  '/stops/:delivery',
  '/settle',
  '/settle/:case',
  '/messages',
  '/messages/:message',
  '/terminals',
  '/terminals/enrol',
  '/import',
  '/import/:import',
  '/reports',
  '/proof',
  '/proof/:delivery',
  '/verify',
  '/settings',
  '/settings/*',
];

/** Where the page's files are. */
const FILES_PATH = '/console/';

/** A file is not a page: what runs as a worker asks nobody for anything. */
const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The page may run its own files, ask its own central, and nothing else; nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // One policy, which makes one address: that of the worker that judges files.
  'trusted-types kerbside-judge',
].join('; ');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

const send = (
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { type, etag, body, br, gzip }: ConsoleFile,
): FastifyReply => {
  reply.type(type).headers({ etag, vary: 'accept-encoding' });
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  const accepted = headers['accept-encoding'];
  if (br !== null && takesCoding(accepted, 'br')) {
    return reply.header('content-encoding', 'br').send(br);
  }
  if (gzip !== null && takesCoding(accepted, 'gzip')) {
    return reply.header('content-encoding', 'gzip').send(gzip);
  }
  return reply.send(body);
};

/** Serves the console: its page at each of its addresses, so that every view can be opened by its own. */
export const registerConsole = (app: FastifyInstance, built: Console | null): void => {
  const options = { schema: { hide: true } as object };

  const sendPage = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (built === null) return sendProblem(reply, 'no-console');
    reply
      .headers(HEADERS)
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-cache');
    return send(request, reply, built.page);
  };
  for (const address of ADDRESSES) app.get(address, options, sendPage);

  // Who reads is told in the console that there is no such page; a program gets a problem document.
  app.get('/*', options, (request, reply) => {
    const isRead = /\btext\/html\b/.test(request.headers.accept ?? '');
    if (!isRead || request.url.startsWith('/v1/')) return app.answerUnknown(request, reply);
    return sendPage(request, reply.code(404));
  });

  app.get<{ Params: { '*': string } }>(`${FILES_PATH}*`, options, (request, reply) => {
    const file = built?.files.get(request.params['*']);
    if (file === undefined) return sendProblem(reply, 'not-found');
    // Another content has another name.
    reply
      .headers(HEADERS)
      .header('content-security-policy', FILE_POLICY)
      .header('cache-control', 'public, max-age=31536000, immutable');
    return send(request, reply, file);
  });
};
