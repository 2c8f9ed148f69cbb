import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { routeId } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { inDepot, operatorSchema } from '../operators/operator-routes.ts';
import { changeHeaders, onceHeaders } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { moveDeliveries } from './move-deliveries.ts';
import { askedOf, manyOf, named, ofDelivery, outcomes } from './named-deliveries.ts';
import { deliveryOutcome } from './outcome.ts';
import { timesBody } from './read-change.ts';
import { actInDepot, actOnDelivery } from './run-act.ts';

/** The route that deliveries go to; their own, if it is left out. */
const route = routeId.optional();
const place = {
  position: manifestDelivery.shape.position.optional(),
  times: timesBody.optional(),
};

/** Deliveries that go to another route, or another place in theirs. */
export const registerMoveRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/move',
    {
      schema: {
        ...operatorSchema('Move a delivery to another route or position', 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({ route, ...place }),
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) => {
      const { route: to = null, ...where } = request.body;
      return await actOnDelivery(ports, request, reply, request.params.delivery, (context, [one]) =>
        moveDeliveries(ports, context, [{ ...one, ...where }], to),
      );
    },
  );

  app.post(
    '/v1/depots/:depot/deliveries/move',
    {
      schema: {
        ...operatorSchema('Move deliveries, all of them or none', 'deliveries'),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ route, deliveries: manyOf(named.extend(place)) }),
        response: { 200: outcomes },
      },
    },
    async (request, reply) =>
      await actInDepot(ports, request, reply, request.params.depot, async (context) => {
        const asked = request.body.deliveries.map(({ position, times, ...one }) => ({
          ...askedOf(one),
          position,
          times,
        }));
        const done = await moveDeliveries(ports, context, asked, request.body.route ?? null);
        return done.ok ? ok({ deliveries: done.value }) : done;
      }),
  );
};
