import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId } from '../../../shared/protocol/ids.ts';
import { isDeadlock } from '../database/own-connection.ts';
import { Overtaken } from '../deliveries/put-stops.ts';
import { findDepot } from '../depots/depots.ts';
import { issuesOf } from '../http/errors.ts';
import { operatorSchema } from '../http/operation.ts';
import { memberProblem } from '../http/problem-members.ts';
import { sendProblem } from '../http/problems.ts';
import { onceHeaders } from '../http/request-headers.ts';
import { newDelivery } from '../import/new-delivery.ts';
import { inDepot } from '../operators/operator-routes.ts';
import { tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { createDeliveries, createdDelivery } from './create-deliveries.ts';
import { actInDepot } from './run-act.ts';

/** So many are made within one request; more are sent as an import. */
const MOST_AT_ONCE = 1_000;

const EXAMPLE = {
  route: '14',
  customer: 'R. Okafor',
  address: ['Weg 3', '12043 Berlin'],
  phone: '+49 170 5550199',
  arrival: '2026-12-01 15:30',
  notBefore: '2026-12-01 08:00',
  notAfter: '2026-12-01 20:00',
  parcels: ['340123450000000017'],
};

const created = createdDelivery.omit({ index: true }).extend({
  notes: z.array(memberProblem).readonly(),
});
const oneOfDepot = newDelivery
  .extend({ depot: depotId })
  .meta({ examples: [{ depot: '9b1d2e64-8c1f-4c58-b1a7-53f8f0a4c0de', ...EXAMPLE }] });
const many = z
  .strictObject({
    deliveries: z.array(newDelivery).min(1).max(MOST_AT_ONCE),
    goodOnly: z.boolean().default(false),
  })
  .meta({ examples: [{ deliveries: [EXAMPLE], goodOnly: true }] });
/** Deliveries that are judged one by one, so that each can be refused by itself. */
const unread = z.strictObject({
  deliveries: z.array(z.unknown()).min(1).max(MOST_AT_ONCE),
  goodOnly: z.boolean().default(false),
});
const unreadOne = z.looseObject({ depot: depotId });

const TRIES = 4;

/** Does what somebody else may be quicker at, and does it anew then. */
const unlessOvertaken = async <T>(act: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === TRIES || !(error instanceof Overtaken || isDeadlock(error))) throw error;
    }
  }
};

/** A request without even the form in which each delivery could be judged by itself. */
const refuseForm = ({ validationError }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'bad-request', { issues: issuesOf(validationError) });

/** Deliveries as JSON: one, or many. */
export const registerCreateRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries',
    {
      attachValidation: true,
      schema: {
        ...operatorSchema('createDelivery', 'Create a delivery', 'deliveries', {
          problems: ['unknown-depot', 'import-running', 'deliveries-refused'],
          etag: true,
          location: true,
        }),
        headers: onceHeaders,
        body: oneOfDepot,
        response: { 201: created },
      },
    },
    async (request, reply) => {
      const read = unreadOne.safeParse(request.body);
      if (!read.success) return refuseForm(request, reply);
      const { depot, ...delivery } = read.data;
      if ((await findDepot(ports.pool, depot)) === null) return sendProblem(reply, 'unknown-depot');
      const done = await unlessOvertaken(() =>
        actInDepot(ports, request, reply, depot, (context) =>
          createDeliveries(context, [delivery], false, () => ''),
        ),
      );
      // A refusal that was waited for has been sent by now, and is nothing any more.
      if (reply.sent || !('deliveries' in done)) return reply;
      const [first] = done.deliveries;
      if (first === undefined) throw new Error('a delivery was neither made nor refused');
      const { index: _, ...one } = first;
      return reply
        .code(201)
        .header('location', `/v1/deliveries/${one.id}`)
        .header('etag', tagOf(one.version))
        .send({ ...one, notes: done.notes });
    },
  );

  app.post(
    '/v1/depots/:depot/deliveries/create',
    {
      attachValidation: true,
      schema: {
        ...operatorSchema(
          'createDeliveries',
          'Create deliveries, all of them or those without an error',
          'deliveries',
          { problems: ['unknown-depot', 'import-running', 'deliveries-refused'] },
        ),
        params: inDepot,
        headers: onceHeaders,
        body: many,
        response: {
          200: z.object({
            deliveries: z.array(createdDelivery).readonly(),
            errors: z.array(memberProblem).readonly(),
            notes: z.array(memberProblem).readonly(),
          }),
        },
      },
    },
    async (request, reply) => {
      const read = unread.safeParse(request.body);
      const depot = inDepot.safeParse(request.params);
      if (!read.success || !depot.success) return refuseForm(request, reply);
      const { deliveries, goodOnly } = read.data;
      return await unlessOvertaken(() =>
        actInDepot(ports, request, reply, depot.data.depot, (context) =>
          createDeliveries(context, deliveries, goodOnly, (i) => `/deliveries/${i}`),
        ),
      );
    },
  );
};
