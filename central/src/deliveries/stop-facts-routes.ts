import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { changeStopFacts } from './change-stop-facts.ts';
import { readStopFacts, stopFacts } from './stop-facts.ts';

const inDelivery = z.object({ delivery: deliveryId });
/** The version that was seen, as an entity tag (RFC 9110). */
const ifMatch = z.object({ 'if-match': z.string().regex(/^"\d{1,9}"$/) });

/** What is known of a stop beside who, where and when. */
export const registerStopFactsRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/deliveries/:delivery/instructions',
    {
      schema: {
        ...operatorSchema("Show a stop's instructions", 'deliveries'),
        params: inDelivery,
        response: { 200: stopFacts },
      },
    },
    async ({ params: { delivery } }, reply) => {
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      const facts = depot === null ? null : await readStopFacts(ports.pool, depot, delivery);
      if (facts === null) return sendProblem(reply, 'unknown-delivery');
      const { version, ...known } = facts;
      return reply.header('etag', `"${version}"`).send(known);
    },
  );

  app.put(
    '/v1/deliveries/:delivery/instructions',
    {
      schema: {
        ...operatorSchema("Change a stop's instructions, whole", 'deliveries'),
        params: inDelivery,
        headers: ifMatch,
        body: stopFacts,
        response: { 200: z.object({ version: z.int() }) },
      },
    },
    async (request, reply) => {
      const { delivery } = request.params;
      const seen = Number(request.headers['if-match'].slice(1, -1));
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      if (depot === null) return sendProblem(reply, 'unknown-delivery');
      const operator = operatorOf(request);
      const done = await changeStopFacts(ports, operator, depot, delivery, seen, request.body);
      if (!done.ok) return sendProblem(reply, done.error);
      return reply.header('etag', `"${done.value}"`).send({ version: done.value });
    },
  );
};
