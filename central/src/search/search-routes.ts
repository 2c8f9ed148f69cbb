import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { day, routeId, terminalId } from '../../../shared/protocol/ids.ts';
import { deliveryView } from '../deliveries/delivery-view.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { searchDepot } from './search-depot.ts';

const found = z
  .object({
    stops: z.array(deliveryView).readonly(),
    routes: z
      .array(
        z.object({
          id: routeId,
          name: z.string(),
          day,
          driver: z.string().nullable(),
          terminal: z.string().nullable(),
        }),
      )
      .readonly(),
    terminals: z
      .array(z.object({ id: terminalId, name: z.string(), route: routeId.nullable() }))
      .readonly(),
    /** Whether there is more of one kind than is told: whoever does not see theirs types more. */
    hasMore: z.boolean(),
  })
  .meta({ id: 'Found' });

/** One search for all that a dispatcher looks for. */
export const registerSearchRoutes = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/v1/depots/:depot/search',
    {
      schema: {
        ...operatorSchema(
          'searchDepot',
          'Find stops, routes and terminals by what is known of them, a few of each',
          'deliveries',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        querystring: z.strictObject({ text: z.string().trim().min(1).max(120) }),
        response: { 200: found },
      },
    },
    async ({ params, query: { text } }, reply) => {
      const depot = await findDepot(ports.pool, params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      return searchDepot(ports.pool, depot, text, ports.now());
    },
  );
};
