import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { sendProblem } from './problems.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Refuses a body of another type where JSON is wanted: a file of deliveries, or JSON that is sent as
 * text, would be read as something else. Once it is known who asks, and before the body is read.
 */
export const refuseWrongTypes = (app: FastifyInstance): void => {
  app.removeContentTypeParser('text/plain');
  app.addHook(
    'preParsing',
    async (request: FastifyRequest, reply: FastifyReply): Promise<undefined> => {
      const { schema } = request.routeOptions as { readonly schema?: FastifySchema };
      if (schema?.body === undefined || schema.consumes !== undefined || !hasBody(request)) return;
      if (JSON_TYPE.test(request.headers['content-type'] ?? '')) return;
      sendProblem(reply, 'wrong-media-type');
      await reply;
    },
  );
};
