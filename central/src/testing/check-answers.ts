import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { type DocumentSchemas, openDocument } from './document-schemas.ts';

/** Longer ones are streams: tests of their own look into them. */
const MOST_BYTES = 200_000;

/** All centrals of a process have the same routes. */
let known: DocumentSchemas | null = null;

type Sent = { readonly head: (name: string) => string; readonly body: () => Buffer | null };

/** What is sent, whatever it is written by. */
const collect = (response: ServerResponse): Sent => {
  const heads = new Map<string, string>();
  const pieces: Buffer[] = [];
  let size = 0;
  const keep = (piece: unknown): void => {
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) return;
    const bytes = Buffer.from(piece as string);
    size += bytes.length;
    if (size <= MOST_BYTES) pieces.push(bytes);
  };
  const watch = (name: 'write' | 'end' | 'writeHead', see: (...given: unknown[]) => void): void => {
    const own = response[name] as (...given: unknown[]) => never;
    response[name] = (...given: unknown[]): never => {
      see(...given);
      return own.apply(response, given);
    };
  };
  watch('write', keep);
  watch('end', keep);
  // Fastify gives its headers with the status: `getHeader` knows nothing of them.
  watch('writeHead', (_status, headers) => {
    for (const [name, value] of Object.entries(headers ?? {})) heads.set(name, String(value));
  });
  return {
    head: (name) => heads.get(name) ?? String(response.getHeader(name) ?? ''),
    body: () => (size > MOST_BYTES ? null : Buffer.concat(pieces)),
  };
};

const judge = (
  schemas: DocumentSchemas,
  { method = '', url = '' }: IncomingMessage,
  { statusCode }: ServerResponse,
  { head, body }: Sent,
): string | null => {
  const bytes = body();
  if (bytes === null) return null;
  const path = url.split('?')[0] ?? '';
  const operation = schemas.find(method, path);
  if (operation === null) return null;
  const type = head('content-type').split(';')[0] ?? '';
  return schemas.judgeAnswer(operation, statusCode, type, () => {
    const isPacked = head('content-encoding') === 'gzip';
    return JSON.parse((isPacked ? gunzipSync(bytes) : bytes).toString('utf8'));
  });
};

/**
 * Holds every answer of a central against its own OpenAPI document. Gives what does not fit, as it
 * comes about: a status or a problem that an operation does not name, a body of another form.
 */
export const checkAnswers = (app: FastifyInstance): readonly string[] => {
  const faults: string[] = [];
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const sent = collect(response);
    response.once('finish', () => {
      known ??= openDocument(app.describeApi());
      const fault = judge(known, request, response, sent);
      if (fault !== null) faults.push(fault);
    });
  });
  return faults;
};
