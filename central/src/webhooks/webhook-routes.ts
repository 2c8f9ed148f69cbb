import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery, wholeList } from '../http/pages.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { eventType, sendingState } from './event-types.ts';
import { eventKey, listEvents, replayEvents } from './sent-events.ts';
import { addWebhook, listWebhooks, removeWebhook, rollSecret, testWebhook } from './webhooks.ts';

const webhook = z
  .object({
    id: z.uuid(),
    depot: depotId,
    url: z.string(),
    types: z.array(z.string()).readonly().nullable(),
    createdAt: instant,
    oldSecretUntil: instant.nullable(),
    waiting: z.int(),
    dead: z.int(),
  })
  .meta({ id: 'Webhook' });
const withSecret = webhook.extend({ secret: z.string() });

const newWebhook = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
      .max(2_000),
    types: z.array(eventType).min(1).nullable().default(null),
  })
  .meta({
    id: 'NewWebhook',
    examples: [
      {
        url: 'https://shop.example/hooks/kerbside',
        types: ['delivery.delivered', 'delivery.exception'],
      },
    ],
  });

const posted = z.object({
  ok: z.boolean(),
  status: z.int().nullable(),
  reason: z.enum(['refused', 'no-answer', 'unreachable', 'inside', 'not-allowed']).nullable(),
});

const sentEvent = z
  .object({
    event: z.int(),
    type: z.string(),
    delivery: z.uuid().nullable(),
    at: instant,
    state: sendingState,
    attempts: z.int(),
    nextAt: instant.nullable(),
    endedAt: instant.nullable(),
    status: z.int().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'WebhookEvent' });

const replay = z
  .strictObject({ events: z.array(z.int().min(1)).min(1).max(1_000).nullable().default(null) })
  .meta({ examples: [{ events: [4711] }] });

const ofWebhook = z.object({ webhook: z.uuid() });

const URL_FAULTS = {
  'not-https': 'webhook-not-https',
  'has-credentials': 'webhook-has-credentials',
  inside: 'webhook-inside',
  'too-many': 'too-many-webhooks',
  'unknown-depot': 'unknown-depot',
} as const satisfies Record<string, HttpProblem>;

/** Who is told what becomes of deliveries. */
export const registerWebhookRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const depotOfWebhook = (id: string) => depotOf(ports.pool, 'webhook', id);

  app.post(
    '/v1/depots/:depot/webhooks',
    {
      schema: {
        ...operatorSchema('addWebhook', 'Add a webhook; its secret is shown once', 'webhooks', {
          problems: [...Object.values(URL_FAULTS), 'sign-in-stale'],
        }),
        params: inDepot,
        body: newWebhook,
        response: { 201: withSecret },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const added = await addWebhook(ports, operatorOf(request), params.depot, body);
      if (!added.ok) return sendProblem(reply, URL_FAULTS[added.error]);
      return reply.code(201).header('cache-control', 'no-store').send(added.value);
    },
  );

  app.get(
    '/v1/depots/:depot/webhooks',
    {
      schema: {
        ...operatorSchema('listWebhooks', 'List the webhooks of a depot', 'webhooks'),
        params: inDepot,
        querystring: wholeList,
        response: { 200: z.object({ webhooks: z.array(webhook).readonly() }) },
      },
    },
    async ({ params }) => ({ webhooks: await listWebhooks(ports.pool, params.depot) }),
  );

  app.post(
    '/v1/webhooks/:webhook/secret',
    {
      schema: {
        ...operatorSchema(
          'rollWebhookSecret',
          'Give a webhook a new secret; the one before is good for a day',
          'webhooks',
          { problems: ['unknown-webhook', 'sign-in-stale'] },
        ),
        params: ofWebhook,
        response: { 201: withSecret },
      },
    },
    async (request, reply) => {
      const { webhook: id } = request.params;
      const depot = await depotOfWebhook(id);
      const rolled = depot && (await rollSecret(ports, operatorOf(request), depot, id));
      if (rolled === null) return sendProblem(reply, 'unknown-webhook');
      return reply.code(201).header('cache-control', 'no-store').send(rolled);
    },
  );

  app.post(
    '/v1/webhooks/:webhook/test',
    {
      schema: {
        ...operatorSchema(
          'testWebhook',
          'Send a test event now, and say what came of it',
          'webhooks',
          {
            problems: ['unknown-webhook'],
          },
        ),
        params: ofWebhook,
        response: { 200: posted },
      },
    },
    async (request, reply) => {
      const { webhook: id } = request.params;
      const depot = await depotOfWebhook(id);
      const done = depot && (await testWebhook(ports, operatorOf(request), depot, id));
      return done ?? sendProblem(reply, 'unknown-webhook');
    },
  );

  app.get(
    '/v1/webhooks/:webhook/events',
    {
      schema: {
        ...operatorSchema(
          'listWebhookEvents',
          'List what was sent to a webhook, waits for it, or was given up',
          'webhooks',
          { problems: ['unknown-webhook'] },
        ),
        params: ofWebhook,
        querystring: z.strictObject({ state: sendingState.optional(), ...pageQuery(eventKey) }),
        response: { 200: z.object({ events: z.array(sentEvent).readonly(), ...pageEnd }) },
      },
    },
    async ({ params: { webhook: id }, query }, reply) => {
      const depot = await depotOfWebhook(id);
      if (depot === null) return sendProblem(reply, 'unknown-webhook');
      return listEvents(ports.pool, depot, id, query);
    },
  );

  app.post(
    '/v1/webhooks/:webhook/replay',
    {
      schema: {
        ...operatorSchema(
          'replayWebhookEvents',
          'Send events again: those that are named, or all that were given up',
          'webhooks',
          { problems: ['unknown-webhook'] },
        ),
        params: ofWebhook,
        body: replay,
        response: { 200: z.object({ replayed: z.int() }) },
      },
    },
    async (request, reply) => {
      const { webhook: id } = request.params;
      const depot = await depotOfWebhook(id);
      if (depot === null) return sendProblem(reply, 'unknown-webhook');
      const { events } = request.body;
      return { replayed: await replayEvents(ports, operatorOf(request), depot, id, events) };
    },
  );

  app.post(
    '/v1/webhooks/:webhook/remove',
    {
      schema: {
        ...operatorSchema(
          'removeWebhook',
          'Remove a webhook; what waits for it is not sent',
          'webhooks',
          {
            problems: ['unknown-webhook'],
          },
        ),
        params: ofWebhook,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { webhook: id } = request.params;
      const depot = await depotOfWebhook(id);
      const isDone = depot !== null && (await removeWebhook(ports, operatorOf(request), depot, id));
      return isDone ? reply.code(204).send(null) : sendProblem(reply, 'unknown-webhook');
    },
  );
};
