import type { FastifyInstance } from 'fastify';
import type {
  DepotId,
  Hash,
  Instant,
  PublicKey,
  Sequence,
  TerminalId,
} from '../../../shared/ids.ts';
import { type JsonProblem, readStrictJson } from '../../../shared/strict-json.ts';

/** The terminal whose signature a request bears. */
export type KnownTerminal = {
  readonly id: TerminalId;
  readonly depot: DepotId;
  readonly name: string;
  readonly signingKey: PublicKey;
  readonly agreementKey: PublicKey;
  readonly revokedAt: Instant | null;
  readonly acknowledged: Sequence;
  readonly headHash: Hash | null;
  /** The newest key list that it was given; null: one from before lists had an age. */
  readonly keysIssued: Instant | null;
};

/** The member of staff whose token a request bears. */
export type KnownStaff = { readonly id: string; readonly name: string };

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they arrived, for the digest. */
    rawBody: Buffer | null;
    terminal: KnownTerminal | null;
    staff: KnownStaff | null;
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
  app.decorateRequest('staff', null);
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
