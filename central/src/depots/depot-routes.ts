import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { telephone } from '../../../shared/depot-facts.ts';
import { depotId, driverId, instant, publicKey } from '../../../shared/ids.ts';
import { DEFAULT_POLICY, policy } from '../../../shared/policy.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { sendProblem } from '../plugins/problems.ts';
import { staffOf } from '../plugins/staff-auth.ts';
import { inDepot, nameField, staffSchema } from '../plugins/staff-routes.ts';
import type { Ports } from '../ports.ts';
import { changeFacts, factsGiven, knownTimeZone } from './depot-facts.ts';
import { createDepot, findDepot, listDepots } from './depots.ts';
import { addDriver, listDrivers } from './drivers.ts';
import { changePolicy, policySettings, withSettings } from './policy.ts';

const newDepot = z.strictObject({
  name: nameField,
  sender: nameField.max(40).optional(),
  /** Never guessed: what customers and drivers are told is in it. */
  timeZone: knownTimeZone,
  dispatcherPhone: telephone.optional(),
  leadMinutes: z
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .default((2 * HOUR) / MINUTE),
  attempts: z.int().min(1).max(100).default(5),
  ...policySettings.shape,
});

const depot = z.object({
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
});
const driver = z.object({ id: driverId, depot: depotId, name: z.string() });

/** Depots and their drivers. */
export const registerDepotRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots',
    {
      schema: {
        ...staffSchema('Create a depot', 'depots'),
        body: newDepot,
        response: { 201: depot },
      },
    },
    async (request, reply) => {
      const { name, sender, timeZone, dispatcherPhone, leadMinutes, attempts, ...given } =
        request.body;
      const made = await createDepot(ports, staffOf(request), {
        name,
        sender: sender ?? name.slice(0, 40),
        timeZone,
        dispatcherPhone: dispatcherPhone ?? null,
        leadMs: leadMinutes * MINUTE,
        attempts,
        policy: withSettings(DEFAULT_POLICY, given),
      });
      return made.ok ? reply.code(201).send(made.value) : sendProblem(reply, made.error);
    },
  );

  app.get(
    '/v1/depots',
    {
      schema: {
        ...staffSchema('List depots', 'depots'),
        response: { 200: z.object({ depots: z.array(depot) }) },
      },
    },
    async () => ({ depots: await listDepots(ports.pool) }),
  );

  app.patch(
    '/v1/depots/:depot',
    {
      schema: {
        ...staffSchema("Change a depot's time zone or its dispatcher's number", 'depots'),
        params: inDepot,
        body: factsGiven,
        response: { 200: depot },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changeFacts(ports, staffOf(request), params.depot, body);
      return changed ?? sendProblem(reply, 'unknown-depot');
    },
  );

  app.patch(
    '/v1/depots/:depot/policy',
    {
      schema: {
        ...staffSchema("Change a depot's device policy", 'depots'),
        params: inDepot,
        body: policySettings,
        response: { 200: depot },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changePolicy(ports, staffOf(request), params.depot, body);
      return changed ?? sendProblem(reply, 'unknown-depot');
    },
  );

  app.post(
    '/v1/depots/:depot/drivers',
    {
      schema: {
        ...staffSchema('Add a driver', 'depots'),
        params: inDepot,
        body: z.strictObject({ name: nameField }),
        response: { 201: driver },
      },
    },
    async (request, reply) => {
      const found = await findDepot(ports.pool, request.params.depot);
      if (found === null) return sendProblem(reply, 'unknown-depot');
      const added = await addDriver(ports, staffOf(request), found.id, request.body.name);
      return added.ok ? reply.code(201).send(added.value) : sendProblem(reply, added.error);
    },
  );

  app.get(
    '/v1/depots/:depot/drivers',
    {
      schema: {
        ...staffSchema('List drivers', 'depots'),
        params: inDepot,
        response: { 200: z.object({ drivers: z.array(driver) }) },
      },
    },
    async (request) => ({ drivers: await listDrivers(ports.pool, request.params.depot) }),
  );
};
