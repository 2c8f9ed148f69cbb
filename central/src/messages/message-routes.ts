import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, depotId, instant, shortId } from '../../../shared/protocol/ids.ts';
import { scopeOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag, pageEnd, pageQuery } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, lineField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { changeDepotMessages, showDepotMessages } from './depot-texts.ts';
import { listMessages, messageKey } from './list-messages.ts';
import { language, textKind } from './text/sentences.ts';

const sentence = lineField(300).refine(
  (text) =>
    [...text.matchAll(/\{(\w*)\}/g)].every(([, gap = '']) => /^(sender|day|window)$/.test(gap)),
  'may have {sender}, {day} and {window} in braces, and nothing else',
);

const listed = z
  .object({
    id: z.uuid(),
    depot: depotId,
    delivery: deliveryId,
    shortId,
    kind: z.enum(['code', 'time-changed', 'cancelled']),
    state: z.enum([
      'waiting',
      'claimed',
      'accepted',
      'delivered',
      'failed',
      'cancelled',
      'expired',
    ]),
    due: instant,
    attempts: z.int(),
    acceptedAt: instant.nullable(),
    endedAt: instant.nullable(),
    reason: z.string().nullable(),
    trouble: z.enum(['failed', 'late', 'silent', 'sent-after-all']).nullable(),
  })
  .meta({ id: 'Message' });

const depotMessages = z
  .object({
    language,
    keepCodeMinutes: z.int(),
    previews: z
      .array(
        z.object({
          kind: textKind,
          language,
          own: z.boolean(),
          words: z.string().meta({ description: 'with {sender}, {day} and {window} in them' }),
          text: z.string(),
          encoding: z.enum(['gsm', 'ucs2']),
          parts: z.int(),
          costly: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'DepotMessages' });

/** What customers are written, and what became of it. */
export const registerMessageRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/messages',
    {
      schema: {
        ...operatorSchema(
          'listMessages',
          'List messages, or those that a person must look at',
          'messages',
          { problems: ['depot-missing'] },
        ),
        querystring: z.strictObject({
          depot: depotId.optional(),
          failed: flag.default(false),
          ...pageQuery(messageKey),
        }),
        response: { 200: z.object({ messages: z.array(listed).readonly(), ...pageEnd }) },
      },
    },
    async ({ query: { depot, ...filter } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return listMessages(ports.pool, { depots, ...filter }, ports.now());
    },
  );

  app.get(
    '/v1/depots/:depot/messages',
    {
      schema: {
        ...operatorSchema(
          'getDepotMessages',
          "Show a depot's messages, in each language",
          'messages',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        response: { 200: depotMessages },
      },
    },
    async ({ params }, reply) =>
      (await showDepotMessages(ports, params.depot)) ?? sendProblem(reply, 'unknown-depot'),
  );

  app.patch(
    '/v1/depots/:depot/messages',
    {
      schema: {
        ...operatorSchema(
          'updateDepotMessages',
          "Change a depot's language, its own words in one, or how long codes are kept",
          'messages',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        body: z
          .strictObject({
            language: language.optional(),
            keepCodeMinutes: z
              .int()
              .min(0)
              .max(24 * 60)
              .optional(),
            texts: z
              .partialRecord(textKind, z.partialRecord(language, sentence.nullable()))
              .optional(),
          })
          .meta({ examples: [{ language: 'de', keepCodeMinutes: 30 }] }),
        response: { 200: depotMessages },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await changeDepotMessages(ports, operatorOf(request), params.depot, body);
      return changed ?? sendProblem(reply, 'unknown-depot');
    },
  );
};
