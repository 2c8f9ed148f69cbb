import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, depotId, instant, shortId, terminalId } from '../../../shared/protocol/ids.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { lineField, nameField, referenceField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { showOverride } from './show-override.ts';

const overrideRequest = z
  .strictObject({
    reference: referenceField,
    reason: lineField(200),
    person: nameField,
    depot: depotId.optional(),
  })
  .meta({
    examples: [{ reference: '7K3M9P', reason: 'The telephone is broken', person: 'Nadia Weber' }],
  });

const shownOverride = z
  .object({
    code: z.string().regex(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/),
    reference: shortId,
    depot: depotId,
    delivery: deliveryId,
    epoch: z.int(),
    customer: z.string(),
    route: z.string(),
    position: z.int(),
    terminal: terminalId,
    terminalName: z.string(),
    notAfter: instant,
  })
  .meta({ id: 'Override' });

/** The dispatcher's override. */
export const registerOverrideRoutes = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '/v1/overrides',
    {
      schema: {
        ...operatorSchema(
          'showOverride',
          'Show the override code of an open delivery, once',
          'codes',
          {
            problems: [
              'unknown-reference',
              'ambiguous-reference',
              'no-active-issue',
              'override-shown-already',
            ],
          },
        ),
        body: overrideRequest,
        response: { 201: shownOverride },
      },
    },
    async (request, reply) => {
      const shown = await showOverride(ports, operatorOf(request), request.body);
      if (!shown.ok) return sendProblem(reply, shown.error);
      return reply.code(201).header('cache-control', 'no-store').send(shown.value);
    },
  );
};
