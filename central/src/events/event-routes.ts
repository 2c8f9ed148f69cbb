import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Grant } from '../actors.ts';
import { wholeList } from '../http/pages.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import { depotsWith } from '../operators/rights.ts';
import type { Audience, Streams } from './streams.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // A proxy that gathers an answer before it passes it on would gather this one for ever.
  'x-accel-buffering': 'no',
} as const;

const audienceOf = (grants: readonly Grant[]): Audience => {
  const depots = depotsWith(grants, 'look');
  return depots.length === 0 ? null : depots;
};

/** Who somebody is, by what they showed; central itself is asked, as by the browser. */
const lookAgain = async (
  app: FastifyInstance,
  { headers }: Pick<FastifyRequest, 'headers'>,
): Promise<Audience> => {
  const { authorization, cookie, host } = headers;
  const shown = Object.entries({ authorization, cookie, host }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const answer = await app.inject({ url: '/v1/me', headers: Object.fromEntries(shown) });
  if (answer.statusCode >= 500) throw new Error('nobody knows');
  return answer.statusCode === 200
    ? audienceOf(answer.json<{ grants: readonly Grant[] }>().grants)
    : null;
};

/**
 * What has changed, as it happens (server-sent events). Each stream begins with `refetch`, as does
 * each that was cut: so nothing that was missed stays wrong.
 */
export const registerEventRoutes =
  (streams: Streams) =>
  (app: FastifyInstance): void => {
    app.get(
      '/v1/events',
      {
        schema: {
          ...operatorSchema(
            'Hear what changes, as server-sent events: which depot, and what of it',
            'events',
          ),
          querystring: wholeList,
          produces: ['text/event-stream'],
          response: { 200: z.string() },
        },
      },
      (request, reply) => {
        const { id, grants } = operatorOf(request);
        reply.hijack();
        reply.raw.writeHead(200, HEADERS);
        streams.open(id, reply.raw, audienceOf(grants), () => lookAgain(app, request));
      },
    );
    app.addHook('preClose', async () => streams.close());
  };
