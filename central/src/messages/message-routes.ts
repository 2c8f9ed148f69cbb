import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, depotId, instant, shortId } from '../../../shared/protocol/ids.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag, pageEnd, pageQuery, wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, lineField, referenceField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { changeDepotMessages, showDepotMessages } from './depot-texts.ts';
import { countMessages, findMessage, listMessages, messageKey } from './list-messages.ts';
import { showTelephone } from './show-telephone.ts';
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
    awaitsDocking: z.boolean(),
    attempts: z.int(),
    acceptedAt: instant.nullable(),
    endedAt: instant.nullable(),
    reason: z.string().nullable(),
    trouble: z.enum(['failed', 'late', 'silent', 'sent-after-all']).nullable(),
    version: z.int(),
    isOpen: z.boolean(),
    customer: z.string(),
    address: z.array(z.string()).readonly(),
    route: z.string(),
    hasTelephone: z.boolean(),
    /** Whether central could send the code now: it still has it, and the terminal knows it. */
    codeKept: z.boolean(),
  })
  .meta({ id: 'Message' });

const wholeMessage = listed
  .extend({
    attempted: z
      .array(
        z.object({
          provider: z.string(),
          beganAt: instant,
          endedAt: instant.nullable(),
          outcome: z.enum(['accepted', 'refused', 'try-again']).nullable(),
          reason: z.string().nullable(),
        }),
      )
      .readonly(),
    parts: z.int(),
    partsArrived: z.int(),
  })
  .meta({ id: 'WholeMessage' });

const counts = z.object({
  at: instant,
  withoutCode: z.int(),
  troubled: z.int(),
  waiting: z.int(),
});

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
          /** Of the last month; `waiting` are those that are being sent as well. */
          state: z.enum(['waiting', 'accepted', 'delivered']).optional(),
          delivery: deliveryId.optional(),
          /** The delivery's reference, as people write it. */
          reference: referenceField.optional(),
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
    '/v1/messages/:message',
    {
      schema: {
        ...operatorSchema('getMessage', 'Get a message, with each time it was sent', 'messages', {
          problems: ['unknown-message'],
        }),
        params: z.object({ message: z.uuid() }),
        response: { 200: wholeMessage },
      },
    },
    async ({ params: { message } }, reply) => {
      const depot = await depotOf(ports.pool, 'message', message);
      const found =
        depot === null ? null : await findMessage(ports.pool, depot, message, ports.now());
      return found ?? sendProblem(reply, 'unknown-message');
    },
  );

  app.get(
    '/v1/depots/:depot/message-counts',
    {
      schema: {
        ...operatorSchema(
          'countMessages',
          'Count the customers without their code, and the messages to look at',
          'messages',
        ),
        params: inDepot,
        querystring: wholeList,
        response: { 200: counts },
      },
    },
    async ({ params }) => {
      const at = ports.now();
      return { at, ...(await countMessages(ports.pool, params.depot, at)) };
    },
  );

  app.post(
    '/v1/deliveries/:delivery/telephone',
    {
      schema: {
        ...operatorSchema(
          'showTelephone',
          "Show a customer's telephone number, to call it; the audit has who saw it",
          'messages',
          { problems: ['unknown-delivery', 'no-telephone'] },
        ),
        params: z.object({ delivery: deliveryId }),
        response: { 200: z.object({ telephone: z.string() }) },
      },
    },
    async (request, reply) => {
      const { delivery } = request.params;
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      if (depot === null) return sendProblem(reply, 'unknown-delivery');
      const telephone = await showTelephone(ports, operatorOf(request), depot, delivery);
      if (telephone === null) return sendProblem(reply, 'no-telephone');
      return reply.header('cache-control', 'no-store').send({ telephone });
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
