import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { REQUEST_SIGNATURE } from '../../../shared/protocol/api/request-signature.ts';
import { DOCS_PAGE } from './docs-page.ts';

const DESCRIPTION = `Kerbside's central service. Terminals sign their requests (RFC 9421: ${REQUEST_SIGNATURE.components.join(', ')}); operators show a bearer key, or in a browser the cookie of the session that they signed in to; a request with the cookie that is not GET or HEAD must come from central's own page (Sec-Fetch-Site: same-origin, or else Origin). Errors are problem documents (RFC 9457); one with status 503 passes by itself, and Retry-After says when to ask again. Bodies are UTF-8 without a byte order mark, and no object has a member twice. Instants are milliseconds since 1970 in UTC.`;

/** Every route's zod schemas check it, write its answers, and are its OpenAPI 3.1 document. */
export const registerOpenApi = async (app: FastifyInstance): Promise<void> => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Kerbside central', version: '0.1.0', description: DESCRIPTION },
      components: {
        securitySchemes: {
          operator: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-kerbside' },
          terminal: { type: 'apiKey', in: 'header', name: 'Signature' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  app.get('/openapi.json', { schema: { hide: true } as object }, async () => app.swagger());
  app.get('/docs', { schema: { hide: true } as object }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
      )
      .serializer((page: unknown) => String(page))
      .send(DOCS_PAGE),
  );
};
