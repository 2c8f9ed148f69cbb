import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  day,
  deliveryId,
  depotId,
  driverId,
  routeId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag, pageEnd, pageQuery, wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { referenceField } from '../operators/operator-routes.ts';
import { tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { deliveryView } from './delivery-view.ts';
import { findDeliveries, foundKey } from './find-deliveries.ts';
import { findByReference, listDeliveries, listRoutes, routeKey, viewDelivery } from './routes.ts';

const route = z
  .object({
    id: routeId,
    version: z.int(),
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
  })
  .meta({ id: 'Route' });

const inRoute = z.object({ route: routeId });

/** Deliveries and routes. */
export const registerDeliveryRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/routes',
    {
      schema: {
        ...operatorSchema('listRoutes', 'List routes', 'routes', { problems: ['depot-missing'] }),
        querystring: z.strictObject({
          depot: depotId.optional(),
          route: routeId.optional(),
          name: z.string().max(120).optional(),
          day: day.optional(),
          ...pageQuery(routeKey),
        }),
        response: { 200: z.object({ routes: z.array(route).readonly(), ...pageEnd }) },
      },
    },
    async ({ query: { depot, limit, cursor, ...filter } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return listRoutes(ports.pool, { depots, ...filter }, { limit, cursor });
    },
  );

  app.get(
    '/v1/routes/:route/deliveries',
    {
      schema: {
        ...operatorSchema('listRouteDeliveries', 'List the deliveries of a route', 'routes'),
        params: inRoute,
        querystring: wholeList,
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
        ...operatorSchema(
          'findDeliveries',
          'Find open deliveries by their reference, or any by what is known of them',
          'deliveries',
          { problems: ['depot-missing'] },
        ),
        querystring: z
          .strictObject({
            reference: referenceField.optional(),
            text: z.string().trim().min(2).max(120).optional(),
            open: flag.default(false),
            depot: depotId.optional(),
            ...pageQuery(foundKey),
          })
          .refine(
            ({ reference, text }) => (reference === undefined) !== (text === undefined),
            'must have a reference or a text',
          ),
        response: {
          200: z.object({ deliveries: z.array(deliveryView).readonly(), ...pageEnd }),
        },
      },
    },
    async ({ query: { reference, text, depot, ...filter } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      if (text !== undefined) return findDeliveries(ports.pool, { depots, text, ...filter });
      if (reference === undefined) throw new Error('a schema let nothing be asked for');
      // An open delivery's reference is its own in its depot.
      const deliveries = await findByReference(ports.pool, depots, reference);
      return { deliveries, more: false, next: null };
    },
  );

  app.get(
    '/v1/deliveries/:delivery',
    {
      schema: {
        ...operatorSchema('getDelivery', 'One delivery; its version is the ETag', 'deliveries', {
          problems: ['unknown-delivery'],
          etag: true,
        }),
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
};
