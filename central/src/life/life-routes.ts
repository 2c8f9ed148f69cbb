import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parcelLabel } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { stopFacts } from '../deliveries/stop-facts.ts';
import { inDepot, operatorSchema } from '../operators/operator-routes.ts';
import { changeHeaders, onceHeaders } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { CANCEL_REASONS, cancelDeliveries } from './cancel-deliveries.ts';
import { changeDelivery, changeOutcome } from './change-delivery.ts';
import { changeInstructions } from './change-instructions.ts';
import { askedOf, manyOf, named, ofDelivery, outcomes } from './named-deliveries.ts';
import { deliveryOutcome } from './outcome.ts';
import { changeBody } from './read-change.ts';
import { renewCode, sendCodeAgain } from './renew-code.ts';
import { actInDepot, actOnDelivery } from './run-act.ts';
import { splitDelivery } from './split-delivery.ts';

const reason = z.enum(CANCEL_REASONS).default('cancelled');
const nothing = z.strictObject({});
const splitOutcome = deliveryOutcome.extend({ second: deliveryOutcome });

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

  app.put(
    '/v1/deliveries/:delivery/instructions',
    {
      schema: {
        ...operatorSchema("Change a stop's instructions, whole", 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: stopFacts,
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        changeInstructions(context, asked, request.body),
      ),
  );

  app.post(
    '/v1/depots/:depot/deliveries/cancel',
    {
      schema: {
        ...operatorSchema('Cancel deliveries, all of them or none', 'deliveries'),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ deliveries: manyOf(named), reason }),
        response: { 200: outcomes },
      },
    },
    async (request, reply) =>
      await actInDepot(ports, request, reply, request.params.depot, async (context) => {
        const asked = request.body.deliveries.map(askedOf);
        const done = await cancelDeliveries(context, asked, request.body.reason);
        return done.ok ? ok({ deliveries: done.value }) : done;
      }),
  );

  app.patch(
    '/v1/deliveries/:delivery',
    {
      schema: {
        ...operatorSchema(
          'Change times, customer, address, telephone number or language',
          'deliveries',
        ),
        params: ofDelivery,
        headers: changeHeaders,
        body: changeBody,
        response: { 200: changeOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        changeDelivery(context, asked, request.body),
      ),
  );

  app.post(
    '/v1/deliveries/:delivery/reissue',
    {
      schema: {
        ...operatorSchema('Make the code of a delivery void, and another one', 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: nothing,
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, renewCode),
  );

  app.post(
    '/v1/deliveries/:delivery/resend',
    {
      schema: {
        ...operatorSchema('Send the code of a delivery now, while central has it', 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: nothing,
        response: { 200: deliveryOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        sendCodeAgain(context, asked),
      ),
  );

  app.post(
    '/v1/deliveries/:delivery/split',
    {
      schema: {
        ...operatorSchema('Give some parcels of a delivery to a second one', 'deliveries'),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({ parcels: z.array(parcelLabel).min(1).max(500) }),
        response: { 200: splitOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        splitDelivery(context, asked, request.body.parcels),
      ),
  );
};
