import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';

// Swagger UI, whose files are served as they come: nothing of the page is from elsewhere, nothing in
// it is inline, and it may do nothing but ask central.

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kerbside central: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="operations"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/**
 * What people and programs of the company ask. What terminals ask and how a page signs somebody in is
 * in the document alone: of more than 128 operations Swagger UI 5 shows three.
 */
const START = `const HIDDEN = new Set(['terminal', 'sign-in']);
const isShown = ([, { tags = [] }]) => !tags.some((tag) => HIDDEN.has(tag));
const show = (spec) => {
  const shown = Object.entries(spec.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(Object.entries(operations).filter(isShown)),
  ]);
  SwaggerUIBundle({
    spec: { ...spec, paths: Object.fromEntries(shown) },
    dom_id: '#operations',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    requestInterceptor: (request) => {
      // It is asked by an operator who reads: each try is one of its own.
      if (request.method !== 'GET') {
        request.headers['idempotency-key'] ??= '"' + crypto.randomUUID() + '"';
      }
      return request;
    },
  });
};
fetch('/openapi.json').then((answer) => answer.json()).then(show);
`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

const hidden = { schema: { hide: true } as object };
const asText = (text: unknown): string => String(text);

const send = (reply: FastifyReply, type: string, text: string): FastifyReply =>
  reply
    .type(type)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .serializer(asText)
    .send(text);

/** `/docs`: the operations of `/openapi.json` as a page, on which an operator can try them. */
export const registerDocsPage = (app: FastifyInstance): void => {
  const { resolve } = createRequire(import.meta.url);
  app.get('/docs', hidden, async (_request, reply) =>
    send(reply, 'text/html; charset=utf-8', PAGE),
  );
  app.get('/docs/start.js', hidden, async (_request, reply) =>
    send(reply, 'text/javascript; charset=utf-8', START),
  );
  for (const [name, type] of Object.entries(FILES)) {
    app.get(`/docs/${name}`, hidden, async (_request, reply) =>
      reply
        .type(type)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'public, max-age=3600')
        .send(createReadStream(resolve(`swagger-ui-dist/${name}`))),
    );
  }
};
