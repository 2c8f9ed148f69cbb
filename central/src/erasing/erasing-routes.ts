import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type DeliveryId, deliveryId } from '../../../shared/protocol/ids.ts';
import { at, transaction } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { changeHeaders } from '../http/request-headers.ts';
import { ofDelivery } from '../life/named-deliveries.ts';
import { actOnDelivery } from '../life/run-act.ts';
import { noteAct } from '../operators/acts.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { eraseDelivery, eraseOutcome } from './erase-delivery.ts';
import { changeRetention, readRetention, retention, retentionGiven } from './retention.ts';

const erasures = z
  .strictObject({ deliveries: z.array(deliveryId).min(1).max(1_000) })
  .meta({ examples: [{ deliveries: ['5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f'] }] });

/** What is personal: for how long it is kept, and how it goes. */
export const registerErasingRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/erase',
    {
      schema: {
        ...operatorSchema(
          'eraseDelivery',
          'Erase what is personal of a delivery',
          'personal-data',
          {
            problems: ['unknown-delivery', 'delivery-open'],
            etag: true,
          },
        ),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({}).meta({ examples: [{}] }),
        response: { 200: eraseOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, eraseDelivery),
  );

  // Harmless to repeat, and no version is seen: after a restore nobody knows which there are.
  app.post(
    '/v1/depots/:depot/erasures',
    {
      schema: {
        ...operatorSchema('eraseAgain', 'Erase deliveries again, after a restore', 'personal-data'),
        params: inDepot,
        body: erasures,
        response: { 200: z.object({ remembered: z.int() }) },
      },
    },
    async (request) => {
      const { depot } = request.params;
      const deliveries: readonly DeliveryId[] = request.body.deliveries;
      const now = ports.now();
      const remembered = await transaction(ports.pool, async (tx) => {
        const { rowCount } = await tx.query(
          `insert into erasure (depot, delivery, asked_at)
           select $1, id, $3 from unnest($2::uuid[]) as id on conflict do nothing`,
          [depot, deliveries, at(now)],
        );
        const subject = { depot, deliveries: rowCount ?? 0 };
        await noteAct(tx, operatorOf(request), 'erasures-repeated', subject, now);
        return rowCount ?? 0;
      });
      return { remembered };
    },
  );

  app.get(
    '/v1/depots/:depot/retention',
    {
      schema: {
        ...operatorSchema('showRetention', 'Show how long a depot keeps data', 'personal-data', {
          problems: ['unknown-depot'],
        }),
        params: inDepot,
        response: { 200: retention },
      },
    },
    async (request, reply) =>
      (await readRetention(ports.pool, request.params.depot)) ??
      sendProblem(reply, 'unknown-depot'),
  );

  app.patch(
    '/v1/depots/:depot/retention',
    {
      schema: {
        ...operatorSchema(
          'changeRetention',
          'Change how long a depot keeps data',
          'personal-data',
          {
            problems: ['unknown-depot'],
          },
        ),
        params: inDepot,
        body: retentionGiven,
        response: { 200: retention },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changeRetention(ports, operatorOf(request), params.depot, body);
      return changed ?? sendProblem(reply, 'unknown-depot');
    },
  );
};
