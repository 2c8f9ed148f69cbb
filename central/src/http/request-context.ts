import type { FastifyInstance } from 'fastify';
import { type JsonProblem, readStrictJson } from '../../../shared/protocol/codec/strict-json.ts';
import type { KnownTerminal, SignedInOperator } from '../actors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they arrived, for the digest. */
    rawBody: Buffer | null;
    terminal: KnownTerminal | null;
    operator: SignedInOperator | null;
  }
}

/** A body that is not JSON as the protocol has it. Says which of its rules it breaks, and no more. */
export class RefusedBody extends Error {
  readonly statusCode = 400;
  readonly why: JsonProblem;
  constructor(why: JsonProblem) {
    super('the body is not JSON as it must be');
    this.why = why;
  }
}

/** Declares what hooks add to a request, and keeps the bytes of JSON bodies. */
export const registerRequestContext = (app: FastifyInstance): void => {
  app.decorateRequest('rawBody', null);
  app.decorateRequest('terminal', null);
  app.decorateRequest('operator', null);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    const json = readStrictJson(body as Buffer);
    if (json.ok) done(null, json.value);
    else done(new RefusedBody(json.error));
  });
  const tables = ['text/csv', 'text/tab-separated-values'];
  app.addContentTypeParser(tables, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
};
