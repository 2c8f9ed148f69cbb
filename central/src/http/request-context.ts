import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type JsonProblem, readStrictJson } from '../../../shared/protocol/codec/strict-json.ts';
import type { KnownTerminal, SignedInOperator } from '../actors.ts';
import { unpackBody } from './compression.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they arrived, for the digest. */
    rawBody: Buffer | null;
    terminal: KnownTerminal | null;
    operator: SignedInOperator | null;
    /** It was answered, and nothing of it is news to anybody. */
    isNoNews: boolean;
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
  app.decorateRequest('isNoNews', false);
  app.removeContentTypeParser('application/json');
  const readJson = async (request: FastifyRequest, body: Buffer): Promise<unknown> => {
    request.rawBody = body;
    const json = readStrictJson(unpackBody(request, body));
    if (!json.ok) throw new RefusedBody(json.error);
    return json.value;
  };
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, readJson);
  const tables = ['text/csv', 'text/tab-separated-values'];
  app.addContentTypeParser(tables, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
};
