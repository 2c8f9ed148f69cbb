import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parcelLabel } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { stopFacts } from '../deliveries/stop-facts.ts';
import { operatorSchema } from '../http/operation.ts';
import { changeHeaders, onceHeaders } from '../http/request-headers.ts';
import { inDepot } from '../operators/operator-routes.ts';
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
const nothing = z.strictObject({}).meta({ examples: [{}] });
const splitOutcome = deliveryOutcome
  .extend({ second: deliveryOutcome })
  .meta({ id: 'SplitOutcome' });

/** What changes in a delivery's life. */
export const registerLifeRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/cancel',
    {
      schema: {
        ...operatorSchema('cancelDelivery', 'Cancel a delivery', 'deliveries', {
          problems: ['unknown-delivery', 'delivery-closed'],
          etag: true,
        }),
        params: ofDelivery,
        headers: changeHeaders,
        body: z.strictObject({ reason }).meta({ examples: [{ reason: 'address-wrong' }] }),
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
        ...operatorSchema('setInstructions', "Change a stop's instructions, whole", 'deliveries', {
          problems: ['unknown-delivery', 'delivery-closed', 'unknown-parcel'],
          etag: true,
        }),
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
        ...operatorSchema(
          'cancelDeliveries',
          'Cancel deliveries, all of them or none',
          'deliveries',
          { problems: ['unknown-delivery', 'delivery-closed', 'version-stale'] },
        ),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ deliveries: manyOf(named), reason }).meta({
          examples: [{ deliveries: [{ id: '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11', version: 3 }] }],
        }),
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
          'updateDelivery',
          'Change times, customer, address, telephone number or language',
          'deliveries',
          {
            problems: [
              'unknown-delivery',
              'delivery-closed',
              'unknown-depot',
              'change-refused',
              'other-day',
            ],
            etag: true,
          },
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
        ...operatorSchema(
          'reissueCode',
          'Make the code of a delivery void, and another one',
          'codes',
          { problems: ['unknown-delivery', 'delivery-closed'], etag: true },
        ),
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
        ...operatorSchema(
          'resendCode',
          'Send the code of a delivery now, while central has it',
          'codes',
          { problems: ['unknown-delivery', 'delivery-closed', 'nothing-to-send'], etag: true },
        ),
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
        ...operatorSchema(
          'splitDelivery',
          'Give some parcels of a delivery to a second one',
          'deliveries',
          {
            problems: ['unknown-delivery', 'delivery-closed', 'unknown-parcel', 'no-parcel-left'],
            etag: true,
          },
        ),
        params: ofDelivery,
        headers: changeHeaders,
        body: z
          .strictObject({ parcels: z.array(parcelLabel).min(1).max(500) })
          .meta({ examples: [{ parcels: ['340123450000000017'] }] }),
        response: { 200: splitOutcome },
      },
    },
    async (request, reply) =>
      await actOnDelivery(ports, request, reply, request.params.delivery, (context, asked) =>
        splitDelivery(context, asked, request.body.parcels),
      ),
  );
};
