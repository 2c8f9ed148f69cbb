import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  day,
  deliveryId,
  depotId,
  driverId,
  routeId,
  shortId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import { tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { assignRoute } from './assign-route.ts';
import { deliveryView } from './delivery-view.ts';
import { findByReference, listDeliveries, listRoutes, viewDelivery } from './routes.ts';

const route = z.object({
  id: routeId,
  depot: depotId,
  name: z.string(),
  day,
  driver: z.object({ id: driverId, name: z.string() }).nullable(),
  terminal: z.object({ id: terminalId, name: z.string() }).nullable(),
  deliveries: z.int(),
  open: z.int(),
  delivered: z.int(),
  expired: z.int(),
  undelivered: z.int(),
  cancelled: z.int(),
});

const inRoute = z.object({ route: routeId });

/** Deliveries and routes. */
export const registerDeliveryRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/routes',
    {
      schema: {
        ...operatorSchema('List routes', 'deliveries'),
        querystring: z.object({
          depot: depotId.optional(),
          route: routeId.optional(),
          name: z.string().max(120).optional(),
          day: day.optional(),
        }),
        response: { 200: z.object({ routes: z.array(route) }) },
      },
    },
    async ({ query: { depot, ...filter } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return { routes: await listRoutes(ports.pool, { depots, ...filter }) };
    },
  );

  app.get(
    '/v1/routes/:route/deliveries',
    {
      schema: {
        ...operatorSchema('List the deliveries of a route', 'deliveries'),
        params: inRoute,
        response: { 200: z.object({ deliveries: z.array(deliveryView) }) },
      },
    },
    async ({ params }) => {
      const depot = await depotOf(ports.pool, 'route', params.route);
      if (depot === null) return { deliveries: [] };
      return { deliveries: await listDeliveries(ports.pool, depot, params.route) };
    },
  );

  app.get(
    '/v1/deliveries',
    {
      schema: {
        ...operatorSchema('Find open deliveries by their reference', 'deliveries'),
        querystring: z.object({ reference: shortId, depot: depotId.optional() }),
        response: { 200: z.object({ deliveries: z.array(deliveryView) }) },
      },
    },
    async ({ query: { reference, depot } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return { deliveries: await findByReference(ports.pool, depots, reference) };
    },
  );

  app.get(
    '/v1/deliveries/:delivery',
    {
      schema: {
        ...operatorSchema('One delivery; its version is the ETag', 'deliveries'),
        params: z.object({ delivery: deliveryId }),
        response: { 200: deliveryView },
      },
    },
    async (request, reply) => {
      const { delivery: id } = request.params;
      const depot = await depotOf(ports.pool, 'delivery', id);
      const view = depot === null ? null : await viewDelivery(ports.pool, depot, id);
      if (view === null) return sendProblem(reply, 'unknown-delivery');
      reply.header('etag', tagOf(view.version));
      return view;
    },
  );

  app.post(
    '/v1/routes/:route/assign',
    {
      schema: {
        ...operatorSchema('Assign a route to a terminal and a driver', 'deliveries'),
        params: inRoute,
        body: z.strictObject({ terminal: terminalId, driver: driverId.optional() }),
        response: { 200: route },
      },
    },
    async (request, reply) => {
      const { terminal, driver } = request.body;
      const id = request.params.route;
      const depot = await depotOf(ports.pool, 'route', id);
      if (depot === null) return sendProblem(reply, 'unknown-route');
      const operator = operatorOf(request);
      const done = await assignRoute(ports, operator, depot, id, terminal, driver ?? null);
      if (!done.ok) return sendProblem(reply, done.error);
      const [view] = await listRoutes(ports.pool, { depots: [depot], route: id });
      return view ?? sendProblem(reply, 'unknown-route');
    },
  );
};
