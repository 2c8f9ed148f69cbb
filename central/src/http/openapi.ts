import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { REQUEST_SIGNATURE } from '../../../shared/protocol/api/request-signature.ts';
import { tidySchema } from './describe-schema.ts';
import { registerDocsPage } from './docs-page.ts';
import { finishDocument } from './finish-document.ts';
import { type Described, noBody, TAGS } from './operation.ts';
import { problemAnswers } from './problem-schemas.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The OpenAPI 3.1 document of every route. */
    describeApi: () => Readonly<Record<string, unknown>>;
  }
}

const DESCRIPTION = `What a delivery company's programs ask of Kerbside's central service.

**Who asks.** Operators, people and integrations alike, show a key: \`Authorization: Bearer …\`. In a browser people have the cookie of the session that they signed in to; a request with it that is not GET or HEAD must come from central's own page (Sec-Fetch-Site: same-origin, or else Origin). Each has rights in some depots or in all.

**Errors** are problem documents (RFC 9457): \`type\` names the problem and never changes, \`title\` says it to people. What passes by itself has status 503 and a Retry-After. Parameters and members that nobody knows are refused; members of answers that you do not know are to be ignored, because later versions may have more.

**Lists** come in pages: ask with \`limit\`, and while \`more\` is true, again with \`cursor\` set to \`next\`.

**Acts** are done once for each \`Idempotency-Key\`, so a request whose answer was lost is sent again as it was. What changes a delivery or a route names the version that was seen, in \`If-Match\`.

Bodies are UTF-8 without a byte order mark, and no object has a member twice. Instants are milliseconds since 1970 in UTC. Terminals sign their requests (RFC 9421: ${REQUEST_SIGNATURE.components.join(', ')}).`;

const CONFIG = { zodToJsonConfig: { override: tidySchema } };

type Transform = ReturnType<typeof createJsonSchemaTransform>;

/** A route's own schemas, with every answer that it can give beside. */
const describeRoute =
  (operations: Map<string, Described>): Transform =>
  (document) => {
    const own = document.schema as (Described & { readonly hide?: boolean }) | undefined;
    const transform = createJsonSchemaTransform(CONFIG);
    if (own?.operationId === undefined) return transform(document);
    operations.set(own.operationId, own);
    const { problems: _, sends, takes, etag: _etag, location: _location, ...plain } = own;
    const { body, ...given } = plain as { readonly response?: object; readonly body?: unknown };
    const types = Object.entries(sends ?? {}).map(([type, schema]) => [type, { schema }]);
    const schema = {
      ...given,
      ...(takes === undefined ? {} : { body: takes }),
      ...(body === undefined || body === noBody ? {} : { body }),
      response: {
        ...given.response,
        ...(sends === undefined ? {} : { 200: { content: Object.fromEntries(types) } }),
        ...problemAnswers(own, document.route?.method !== 'GET'),
      },
    };
    return transform({ ...document, schema } as Parameters<Transform>[0]);
  };

/** Every route's zod schemas check it, write its answers, and are its OpenAPI 3.1 document. */
export const registerOpenApi = async (app: FastifyInstance): Promise<void> => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const operations = new Map<string, Described>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kerbside central',
        version: '1.0.0',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      servers: [{ url: '/', description: 'The central that this document came from' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: "An operator's key." },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-kerbside',
            description: 'The session that somebody signed in to in a browser.',
          },
          terminal: {
            type: 'apiKey',
            in: 'header',
            name: 'Signature',
            description: 'A signature by the key of an enrolled terminal (RFC 9421).',
          },
        },
      },
    },
    transform: describeRoute(operations),
    transformObject: createJsonSchemaTransformObject(CONFIG),
  });
  let described: Readonly<Record<string, unknown>> | null = null;
  app.decorate('describeApi', () => {
    described ??= finishDocument(app.swagger(), operations);
    return described;
  });
  app.get('/openapi.json', { schema: { hide: true } as object }, async () => app.describeApi());
  registerDocsPage(app);
};
