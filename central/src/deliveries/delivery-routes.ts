import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  day,
  deliveryId,
  depotId,
  driverId,
  instant,
  parcelLabel,
  routeId,
  shortId,
  terminalId,
  tokenId,
} from '../../../shared/protocol/ids.ts';
import { exceptionOutcome } from '../../../shared/protocol/outcome.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { assignRoute } from './assign-route.ts';
import { findByReference, listDeliveries, listRoutes } from './routes.ts';

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
});

const delivery = z.object({
  id: deliveryId,
  version: z.int(),
  shortId,
  position: z.int(),
  customer: z.string(),
  address: z.array(z.string()).readonly(),
  arrival: instant,
  notBefore: instant,
  notAfter: instant,
  parcels: z.array(parcelLabel).readonly(),
  status: z.enum(['open', 'delivered', 'expired', 'undelivered']),
  exception: exceptionOutcome.nullable(),
  kept: z.array(parcelLabel).readonly(),
  token: z.object({ id: tokenId, serial: z.string() }).nullable(),
  issue: z
    .object({
      id: z.uuid(),
      epoch: z.int(),
      terminal: terminalId,
      state: z.enum(['active', 'used', 'withdrawn', 'expired']),
      sms: z.enum(['waiting', 'sent', 'cancelled', 'expired', 'none']),
      smsDue: instant.nullable(),
      smsSentAt: instant.nullable(),
    })
    .nullable(),
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
        response: { 200: z.object({ deliveries: z.array(delivery) }) },
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
        response: { 200: z.object({ deliveries: z.array(delivery) }) },
      },
    },
    async ({ query: { reference, depot } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return { deliveries: await findByReference(ports.pool, depots, reference) };
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
