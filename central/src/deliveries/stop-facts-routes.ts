import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { readStopFacts, stopFacts } from './stop-facts.ts';

const inDelivery = z.object({ delivery: deliveryId });

/** What is known of a stop beside who, where and when. */
export const registerStopFactsRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/deliveries/:delivery/instructions',
    {
      schema: {
        ...operatorSchema('getInstructions', "Show a stop's instructions", 'deliveries', {
          problems: ['unknown-delivery'],
          etag: true,
        }),
        params: inDelivery,
        response: { 200: stopFacts },
      },
    },
    async ({ params: { delivery } }, reply) => {
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      const facts = depot === null ? null : await readStopFacts(ports.pool, depot, delivery);
      if (facts === null) return sendProblem(reply, 'unknown-delivery');
      const { version, ...known } = facts;
      return reply.header('etag', tagOf(version)).send(known);
    },
  );
};
