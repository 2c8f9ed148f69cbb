import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { inDepot, operatorSchema } from '../operators/operator-routes.ts';
import { changeHeaders, onceHeaders } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { CANCEL_REASONS, cancelDeliveries } from './cancel-deliveries.ts';
import { deliveryOutcome } from './outcome.ts';
import { actInDepot, actOnDelivery } from './run-act.ts';

const ofDelivery = z.object({ delivery: deliveryId });
const reason = z.enum(CANCEL_REASONS).default('cancelled');

/** Deliveries that one act is about, each with the version that whoever asks has seen. */
const MAX_AT_ONCE = 1_000;
const areDifferent = (list: readonly { readonly id: string }[]): boolean =>
  new Set(list.map(({ id }) => id)).size === list.length;
const deliveries = z
  .array(z.strictObject({ id: deliveryId, version: z.int() }))
  .min(1)
  .max(MAX_AT_ONCE)
  .refine(areDifferent, 'a delivery must be named once');

const outcomes = z.object({ deliveries: z.array(deliveryOutcome).readonly() });

/** What changes in a delivery's life. */
export const registerLifeRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/cancel',
    {
      schema: {
        ...operatorSchema('Cancel a delivery', 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({ reason }),
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        cancelDeliveries(context, asked, request.body.reason),
      ),
  );

  app.post(
    '/v1/depots/:depot/deliveries/cancel',
    {
      schema: {
        ...operatorSchema('Cancel deliveries, all of them or none', 'deliveries'),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ deliveries, reason }),
        response: { 200: outcomes },
      },
    },
    async (request, reply) =>
      await actInDepot(ports, request, reply, request.params.depot, async (context) => {
        const asked = request.body.deliveries.map(({ id, version }) => ({
          id,
          versions: [version],
        }));
        const done = await cancelDeliveries(context, asked, request.body.reason);
        return done.ok ? ok({ deliveries: done.value }) : done;
      }),
  );
};
