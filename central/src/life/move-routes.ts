import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { routeId } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { operatorSchema } from '../http/operation.ts';
import { changeHeaders, onceHeaders } from '../http/request-headers.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { moveDeliveries } from './move-deliveries.ts';
import { askedOf, manyOf, named, ofDelivery, outcomes } from './named-deliveries.ts';
import { deliveryOutcome } from './outcome.ts';
import { timesBody } from './read-change.ts';
import { actInDepot, actOnDelivery } from './run-act.ts';

const MOVING = [
  'unknown-delivery',
  'delivery-closed',
  'unknown-depot',
  'unknown-route',
  'change-refused',
  'other-day',
  'position-taken',
] as const;

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
        ...operatorSchema(
          'moveDelivery',
          'Move a delivery to another route or position',
          'deliveries',
          { problems: MOVING, etag: true },
        ),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({ route, ...place }).meta({ examples: [{ position: 3 }] }),
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) => {
      const { route: to = null, ...where } = request.body;
      return await actOnDelivery(ports, request, reply, request.params.delivery, (context, [one]) =>
        moveDeliveries(context, [{ ...one, ...where }], to),
      );
    },
  );

  app.post(
    '/v1/depots/:depot/deliveries/move',
    {
      schema: {
        ...operatorSchema('moveDeliveries', 'Move deliveries, all of them or none', 'deliveries', {
          problems: [...MOVING, 'version-stale'],
        }),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ route, deliveries: manyOf(named.extend(place)) }).meta({
          examples: [
            {
              route: '9b1d2e64-8c1f-4c58-b1a7-53f8f0a4c0de',
              deliveries: [{ id: '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11', version: 3 }],
            },
          ],
        }),
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
        const done = await moveDeliveries(context, asked, request.body.route ?? null);
        return done.ok ? ok({ deliveries: done.value }) : done;
      }),
  );
};
