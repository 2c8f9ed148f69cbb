import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, lineField, operatorSchema } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { changeDepotMessages, showDepotMessages } from './depot-texts.ts';
import { language } from './text/sentences.ts';

const sentence = lineField(300).refine(
  (text) =>
    [...text.matchAll(/\{(\w*)\}/g)].every(([, gap = '']) => /^(sender|day|window)$/.test(gap)),
  'may have {sender}, {day} and {window} in braces, and nothing else',
);

const depotMessages = z.object({
  language,
  previews: z
    .array(
      z.object({
        language,
        own: z.boolean(),
        text: z.string(),
        encoding: z.enum(['gsm', 'ucs2']),
        parts: z.int(),
        costly: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
});

/** What customers are written. */
export const registerMessageRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/depots/:depot/messages',
    {
      schema: {
        ...operatorSchema("Show a depot's messages, in each language", 'messages'),
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
        ...operatorSchema("Change a depot's language, or its own words in one", 'messages'),
        params: inDepot,
        body: z.strictObject({
          language: language.optional(),
          texts: z.partialRecord(language, sentence.nullable()).optional(),
        }),
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
