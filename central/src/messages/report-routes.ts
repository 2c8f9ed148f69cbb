import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { openSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import type { Callback } from './message-provider.ts';
import type { Reports } from './take-report.ts';

const params = z.object({ id: z.uuid(), token: z.string().max(100) });

/** The members of a form or of a flat JSON object, as texts. */
const membersOf = (body: unknown): Record<string, string> => {
  if (body instanceof URLSearchParams) return Object.fromEntries(body);
  if (typeof body !== 'object' || body === null) return {};
  const members = Object.entries(body).filter(([, value]) => typeof value !== 'object');
  return Object.fromEntries(members.map(([name, value]) => [name, String(value)]));
};

const callbackOf = (
  { url, headers, query, body }: Pick<FastifyRequest, 'url' | 'headers' | 'query' | 'body'>,
  publicUrl: string,
): Callback => ({
  url: publicUrl + url,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  ),
  query: membersOf(query),
  body: membersOf(body),
});

/**
 * Where providers call back about a message. The address is known to the provider alone. Whatever is
 * wrong with a callback, the answer is the same, and nothing changes.
 */
export const registerReportRoutes = async (
  plain: FastifyInstance,
  { publicUrl }: Pick<Ports, 'publicUrl'>,
  reports: Reports,
): Promise<void> => {
  await plain.register(async (scope) => {
    const form = 'application/x-www-form-urlencoded';
    scope.addContentTypeParser(
      form,
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, text, done) => {
        done(null, new URLSearchParams(text as string));
      },
    );
    for (const [method, id] of [
      ['GET', 'reportMessageByGet'],
      ['POST', 'reportMessage'],
    ] as const) {
      scope.withTypeProvider<ZodTypeProvider>().route({
        method,
        url: '/v1/reports/:id/:token',
        schema: {
          ...openSchema(id, "A provider's report on a message, at its own address", 'providers', {
            problems: ['not-found'],
          }),
          params,
          response: { 204: z.null() },
        },
        handler: async (request, reply) => {
          const { id: message, token } = request.params;
          const callback = callbackOf(request, publicUrl());
          const isTaken = await reports.callback(message, token, callback);
          return isTaken ? reply.code(204).send(null) : sendProblem(reply, 'not-found');
        },
      });
    }
  });
};
