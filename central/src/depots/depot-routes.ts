import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { telephone } from '../../../shared/protocol/depot-facts.ts';
import { depotId, instant, publicKey } from '../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY, policy } from '../../../shared/protocol/policy.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { operatorSchema } from '../http/operation.ts';
import { wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import { depotsWith } from '../operators/rights.ts';
import type { Ports } from '../ports.ts';
import {
  changeFacts,
  depotName,
  factsGiven,
  knownTimeZone,
  leadMinutes,
  senderName,
} from './depot-facts.ts';
import { createDepot, listDepots } from './depots.ts';
import { changePolicy, policySettings, withSettings } from './policy.ts';

const newDepot = z
  .strictObject({
    name: depotName,
    sender: senderName.optional(),
    /** Never guessed: what customers and drivers are told is in it. */
    timeZone: knownTimeZone,
    dispatcherPhone: telephone.optional(),
    leadMinutes: leadMinutes.default((2 * HOUR) / MINUTE),
    attempts: z.int().min(1).max(100).default(5),
    ...policySettings.shape,
  })
  .meta({
    id: 'NewDepot',
    examples: [
      { name: 'Berlin South', timeZone: 'Europe/Berlin', dispatcherPhone: '+493012345678' },
    ],
  });

const depot = z
  .object({
    id: depotId,
    name: z.string(),
    sender: z.string(),
    timeZone: z.string(),
    dispatcherPhone: telephone.nullable(),
    leadMs: z.int(),
    attempts: z.int(),
    policy,
    agreementKey: publicKey,
    createdAt: instant,
  })
  .meta({ id: 'Depot' });

/** Depots. */
export const registerDepotRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots',
    {
      schema: {
        ...operatorSchema('createDepot', 'Create a depot', 'depots', { problems: ['name-taken'] }),
        body: newDepot,
        response: { 201: depot },
      },
    },
    async (request, reply) => {
      const { name, sender, timeZone, dispatcherPhone, attempts, ...given } = request.body;
      const { leadMinutes: lead, ...settings } = given;
      const made = await createDepot(ports, operatorOf(request), {
        name,
        sender: sender ?? name.slice(0, 40),
        timeZone,
        dispatcherPhone: dispatcherPhone ?? null,
        leadMs: lead * MINUTE,
        attempts,
        policy: withSettings(DEFAULT_POLICY, settings),
      });
      return made.ok ? reply.code(201).send(made.value) : sendProblem(reply, made.error);
    },
  );

  app.get(
    '/v1/depots',
    {
      schema: {
        ...operatorSchema('listDepots', 'List depots', 'depots'),
        querystring: wholeList,
        response: { 200: z.object({ depots: z.array(depot) }) },
      },
    },
    async (request) => {
      const own = depotsWith(operatorOf(request).grants, 'look');
      const depots = await listDepots(ports.pool);
      return { depots: depots.filter(({ id }) => own === 'all' || own.includes(id)) };
    },
  );

  app.patch(
    '/v1/depots/:depot',
    {
      schema: {
        ...operatorSchema(
          'updateDepot',
          "Change a depot's name, sender, time zone, dispatcher's number, or when messages go out",
          'depots',
          { problems: ['unknown-depot', 'name-taken'] },
        ),
        params: inDepot,
        body: factsGiven,
        response: { 200: depot },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changeFacts(ports, operatorOf(request), params.depot, body);
      return changed.ok ? changed.value : sendProblem(reply, changed.error);
    },
  );

  app.patch(
    '/v1/depots/:depot/policy',
    {
      schema: {
        ...operatorSchema('updateDepotPolicy', "Change a depot's device policy", 'depots', {
          problems: ['unknown-depot'],
        }),
        params: inDepot,
        body: policySettings,
        response: { 200: depot },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changePolicy(ports, operatorOf(request), params.depot, body);
      return changed ?? sendProblem(reply, 'unknown-depot');
    },
  );
};
