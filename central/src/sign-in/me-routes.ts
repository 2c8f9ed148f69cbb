import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant } from '../../../shared/protocol/ids.ts';
import { type OperationMore, operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { depotsWith, RIGHTS } from '../operators/rights.ts';
import type { Ports } from '../ports.ts';
import { clearCookie, sessionCookie } from '../sessions/session-cookie.ts';
import { listSessions } from '../sessions/sessions.ts';
import { endOwnSession, endOwnSessions } from './end-sessions.ts';
import { readOwnMeans } from './own-means.ts';

const grant = z.object({ name: z.string(), depot: depotId.nullable() });
const session = z
  .object({
    id: z.uuid(),
    via: z.string(),
    label: z.string(),
    createdAt: instant,
    lastUsedAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'Session' });
const listedSession = session.extend({ isThis: z.boolean() });
const me = z
  .object({
    id: z.uuid(),
    name: z.string(),
    grants: z.array(grant).readonly(),
    rights: z
      .partialRecord(z.enum(RIGHTS), z.union([z.literal('all'), z.array(depotId).readonly()]))
      .meta({ description: 'what the operator may do, and in which depots' }),
    session: session.nullable().meta({ description: 'null: a key was shown' }),
    signsInWith: z.object({
      password: z.boolean(),
      recoveryCodes: z.int(),
      passkeys: z.int(),
      identityProvider: z.boolean(),
    }),
  })
  .meta({ id: 'Me' });

const ownSchema = (id: string, summary: string, more: OperationMore = {}) =>
  operatorSchema(id, summary, 'sign-in', more);

/** What everybody may see and change about themselves. */
export const registerMeRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const { pool } = ports;

  app.get(
    '/v1/me',
    {
      schema: {
        ...ownSchema('getMe', 'Say who asks, what they may do and where, and how they signed in'),
        response: { 200: me },
      },
    },
    async (request, reply) => {
      const { id, name, grants, session: own } = operatorOf(request);
      const sessions = own === null ? [] : await listSessions(pool, id);
      const may = RIGHTS.map((right) => [right, depotsWith(grants, right)] as const);
      reply.header('cache-control', 'no-store');
      return {
        id,
        name,
        grants,
        rights: Object.fromEntries(may.filter(([, depots]) => depots.length > 0)),
        session: sessions.find((one) => one.id === own?.id) ?? null,
        signsInWith: await readOwnMeans(pool, id),
      };
    },
  );

  app.get(
    '/v1/me/sessions',
    {
      schema: {
        ...ownSchema('listOwnSessions', 'List where one is signed in'),
        response: {
          200: z.object({ sessions: z.array(listedSession).readonly() }),
        },
      },
    },
    async (request) => {
      const { id, session: own } = operatorOf(request);
      const sessions = await listSessions(pool, id);
      return { sessions: sessions.map((one) => ({ ...one, isThis: one.id === own?.id })) };
    },
  );

  app.post(
    '/v1/me/sessions/:session/end',
    {
      schema: {
        ...ownSchema('endOwnSession', 'Sign out in one place', { problems: ['unknown-session'] }),
        params: z.object({ session: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await endOwnSession(ports, operatorOf(request), request.params.session);
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.error);
    },
  );

  app.post(
    '/v1/me/sessions/end',
    {
      schema: {
        ...ownSchema('endOwnSessions', 'Sign out everywhere, or everywhere but here'),
        body: z
          .strictObject({ here: z.boolean().default(true) })
          .meta({ examples: [{ here: false }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const by = operatorOf(request);
      await endOwnSessions(ports, by, request.body.here ? null : (by.session?.id ?? null));
      if (request.body.here) clearCookie(reply, sessionCookie(ports.publicUrl()));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/sign-out',
    {
      schema: {
        ...ownSchema('signOut', 'Sign out here', { problems: ['unknown-session'] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const by = operatorOf(request);
      if (by.session !== null) await endOwnSession(ports, by, by.session.id);
      clearCookie(reply, sessionCookie(ports.publicUrl()));
      return reply.code(204).send(null);
    },
  );
};
