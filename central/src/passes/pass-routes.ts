import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, epoch, instant, random16, terminalId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import type { Ports } from '../ports.ts';
import { issuePass } from './issue-pass.ts';
import { listPasses, passKey, withdrawPass } from './passes.ts';

const passRequest = z
  .discriminatedUnion('audience', [
    z.strictObject({ audience: z.literal('terminal'), terminal: terminalId.optional() }),
    z.strictObject({ audience: z.literal('route') }),
    z.strictObject({ audience: z.literal('depot') }),
  ])
  .meta({ examples: [{ audience: 'route' }] });

const passView = z
  .object({
    once: random16,
    delivery: deliveryId,
    epoch,
    audience: z.enum(['terminal', 'route', 'depot']),
    terminal: z.object({ id: terminalId, name: z.string() }).nullable(),
    route: z.string().nullable(),
    notBefore: instant,
    notAfter: instant,
    state: z.enum(['active', 'used', 'withdrawn', 'expired']),
    createdAt: instant,
  })
  .meta({ id: 'Pass' });

const ofDelivery = z.object({ delivery: deliveryId });

/** Signed passes: made, listed, withdrawn. */
export const registerPassRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/deliveries/:delivery/passes',
    {
      schema: {
        ...operatorSchema(
          'createPass',
          'Create a signed pass for an open delivery; its text is shown once',
          'codes',
          {
            problems: [
              'unknown-delivery',
              'delivery-closed',
              'no-such-terminal',
              'other-depot',
              'terminal-is-revoked',
              'route-without-terminal',
              'pass-outlives-key',
              'pass-too-long',
              'pass-not-writable',
            ],
          },
        ),
        params: ofDelivery,
        body: passRequest,
        response: { 201: passView.extend({ text: z.string() }) },
      },
    },
    async (request, reply) => {
      const { delivery } = request.params;
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      if (depot === null) return sendProblem(reply, 'unknown-delivery');
      const issued = await issuePass(ports, operatorOf(request), depot, delivery, request.body);
      if (!issued.ok) return sendProblem(reply, issued.error);
      return reply.code(201).header('cache-control', 'no-store').send(issued.value);
    },
  );

  app.get(
    '/v1/deliveries/:delivery/passes',
    {
      schema: {
        ...operatorSchema('listPasses', 'List the passes of a delivery', 'codes', {
          problems: ['unknown-delivery'],
        }),
        params: ofDelivery,
        querystring: z.strictObject(pageQuery(passKey)),
        response: { 200: z.object({ passes: z.array(passView).readonly(), ...pageEnd }) },
      },
    },
    async (request, reply) => {
      const { delivery } = request.params;
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      if (depot === null) return sendProblem(reply, 'unknown-delivery');
      return listPasses(ports.pool, depot, delivery, request.query);
    },
  );

  app.post(
    '/v1/passes/:once/withdraw',
    {
      schema: {
        ...operatorSchema(
          'withdrawPass',
          'Withdraw a pass; its terminals learn of it at their next docking',
          'codes',
          { problems: ['unknown-pass', 'pass-ended'] },
        ),
        params: z.object({ once: random16 }),
        response: { 200: passView },
      },
    },
    async (request, reply) => {
      const { once } = request.params;
      const depot = await depotOf(ports.pool, 'pass', once);
      if (depot === null) return sendProblem(reply, 'unknown-pass');
      const withdrawn = await withdrawPass(ports, operatorOf(request), depot, once);
      return withdrawn.ok ? withdrawn.value : sendProblem(reply, withdrawn.error);
    },
  );
};
