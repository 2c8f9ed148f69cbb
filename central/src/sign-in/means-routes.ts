import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '../../../shared/protocol/ids.ts';
import { operatorSchema } from '../http/operation.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import type { Ports } from '../ports.ts';
import { invite } from './invite.ts';
import { code, password, recoveryCodes, shownSeed } from './open-routes.ts';
import {
  beginAuthenticator,
  changeAuthenticator,
  changePassword,
  makeRecoveryCodes,
} from './own-means.ts';

const ownSchema = (id: string, summary: string, problems: readonly HttpProblem[]) =>
  operatorSchema(id, summary, 'sign-in', { problems: ['sign-in-stale', ...problems] });

/** How somebody changes what they sign in with, soon after a sign-in. */
export const registerMeansRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/me/password',
    {
      schema: {
        ...ownSchema('changePassword', "Change one's password; one's other sessions end", [
          'password-weak',
          'no-password',
          'sign-in-busy',
        ]),
        body: z
          .strictObject({ password })
          .meta({ examples: [{ password: 'lamp-hamster-violet-93' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await changePassword(ports, operatorOf(request), request.body.password);
      if (done.ok) return reply.code(204).send(null);
      if (typeof done.error === 'string') return sendProblem(reply, done.error);
      return sendProblem(reply, 'password-weak', done.error);
    },
  );

  app.post(
    '/v1/me/authenticator/begin',
    {
      schema: {
        ...ownSchema(
          'beginAuthenticator',
          'Make an authenticator, which counts when a code of it was shown',
          ['no-password'],
        ),
        response: { 201: shownSeed },
      },
    },
    async (request, reply) => {
      const begun = await beginAuthenticator(ports, operatorOf(request));
      if (!begun.ok) return sendProblem(reply, begun.error);
      return reply.code(201).header('cache-control', 'no-store').send(begun.value);
    },
  );

  app.post(
    '/v1/me/authenticator',
    {
      schema: {
        ...ownSchema(
          'changeAuthenticator',
          "Put the new authenticator in the old one's place; other sessions end",
          ['code-wrong'],
        ),
        body: z.strictObject({ code }).meta({ examples: [{ code: '287082' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await changeAuthenticator(ports, operatorOf(request), request.body.code);
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.error);
    },
  );

  app.post(
    '/v1/me/recovery-codes',
    {
      schema: {
        ...ownSchema('renewRecoveryCodes', 'Make new recovery codes, in place of those before', [
          'no-password',
        ]),
        response: { 201: z.object({ recoveryCodes }) },
      },
    },
    async (request, reply) => {
      const made = await makeRecoveryCodes(ports, operatorOf(request));
      if (!made.ok) return sendProblem(reply, made.error);
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({ recoveryCodes: made.value });
    },
  );

  app.post(
    '/v1/operators/:operator/invite',
    {
      schema: {
        ...operatorSchema(
          'inviteOperator',
          'Make a link with which a person sets up how they sign in, in place of what they had',
          'operators',
          { problems: ['unknown-operator', 'not-a-person', 'sign-in-stale'] },
        ),
        params: z.object({ operator: z.uuid() }),
        response: { 201: z.object({ link: z.string(), expiresAt: instant }) },
      },
    },
    async (request, reply) => {
      const made = await invite(ports, operatorOf(request), request.params.operator);
      if (!made.ok) return sendProblem(reply, made.error);
      return reply.code(201).header('cache-control', 'no-store').send(made.value);
    },
  );
};
