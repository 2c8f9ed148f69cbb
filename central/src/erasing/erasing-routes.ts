import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type DeliveryId, deliveryId } from '../../../shared/protocol/ids.ts';
import { at, transaction } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import { ofDelivery } from '../life/named-deliveries.ts';
import { actOnDelivery } from '../life/run-act.ts';
import { noteAct } from '../operators/acts.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, operatorSchema } from '../operators/operator-routes.ts';
import { changeHeaders } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { eraseDelivery, eraseOutcome } from './erase-delivery.ts';
import { changeRetention, readRetention, retention, retentionGiven } from './retention.ts';

const erasures = z.strictObject({ deliveries: z.array(deliveryId).min(1).max(1_000) });

/** What is personal: for how long it is kept, and how it goes. */
export const registerErasingRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/erase',
    {
      schema: {
        ...operatorSchema('Erase what is personal of a delivery that is over', 'personal data'),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({}),
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
        ...operatorSchema('Erase deliveries again, after a restore', 'personal data'),
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
        ...operatorSchema('For how many days a depot keeps what is personal', 'personal data'),
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
        ...operatorSchema('Change for how many days it does', 'personal data'),
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
