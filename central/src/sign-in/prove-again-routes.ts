import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Result } from '../../../shared/result.ts';
import { operatorSchema } from '../http/operation.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import type { Ports } from '../ports.ts';
import { flowCookie, setCookie } from '../sessions/session-cookie.ts';
import { beginAtProvider } from './identity-provider.ts';
import { code, consolePath, password } from './open-routes.ts';
import { USED, used, usedPasskey } from './passkey-routes.ts';
import { proveByPasskey, proveByPassword } from './prove-again.ts';
import { sealFlow } from './provider-flow.ts';
import { CALLBACK } from './provider-routes.ts';
import type { SignInRefusal } from './sign-in.ts';
import { refuseSignIn } from './sign-in-routes.ts';

const ownSchema = (id: string, summary: string, problems: readonly HttpProblem[]) =>
  operatorSchema(id, summary, 'sign-in', { problems });

const REFUSALS = ['proof-refused', 'too-many-tries'] as const;

const answer = (reply: FastifyReply, proved: Result<null, SignInRefusal>): FastifyReply => {
  if (proved.ok) return reply.code(204).send(null);
  // Not 401: whoever mistypes is still signed in.
  return proved.error === 'refused'
    ? sendProblem(reply, 'proof-refused')
    : refuseSignIn(reply, proved.error);
};

/**
 * How somebody who is signed in shows once more who they are: for some minutes their session may
 * then do what lets somebody in.
 */
export const registerProveAgain = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/me/proof',
    {
      schema: {
        ...ownSchema('proveAgain', 'Show again who one is, by password and code', [
          ...REFUSALS,
          'sign-in-busy',
        ]),
        body: z
          .strictObject({
            password,
            code: code.meta({ description: 'of the authenticator app, or a recovery code' }),
          })
          .meta({ examples: [{ password: 'lamp-hamster-violet-93', code: '287082' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { body, ip } = request;
      return answer(reply, await proveByPassword(ports, operatorOf(request), body, ip));
    },
  );

  app.post(
    '/v1/me/proof/passkey',
    {
      schema: {
        ...ownSchema(
          'proveAgainByPasskey',
          'Show again who one is, by a passkey; its challenge is that of a sign-in',
          REFUSALS,
        ),
        body: z
          .strictObject({ credential: usedPasskey })
          .meta({ examples: [{ credential: USED }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const credential = used(request.body.credential);
      return answer(
        reply,
        await proveByPasskey(ports, operatorOf(request), credential, request.ip),
      );
    },
  );

  app.post(
    '/v1/me/proof/provider',
    {
      schema: {
        ...ownSchema(
          'beginProviderProof',
          "Begin to show again who one is, at the company's identity provider",
          ['no-provider', 'provider-away', 'provider-refused', 'sign-in-stale'],
        ),
        body: z
          .strictObject({ next: consolePath })
          .meta({ examples: [{ next: '/settings/people' }] }),
        response: { 200: z.object({ url: z.string() }) },
      },
    },
    async (request, reply) => {
      const provider = ports.identityProvider;
      const { id: operator, session } = operatorOf(request);
      if (provider === null) return sendProblem(reply, 'no-provider');
      // A key has no session, and nobody whom the provider could ask.
      if (session === null) return sendProblem(reply, 'sign-in-stale');
      const redirectUri = `${ports.publicUrl()}${CALLBACK}`;
      const begun = await beginAtProvider(ports.pool, provider, redirectUri, true);
      if (!begun.ok) return sendProblem(reply, begun.error);
      const { url, flow } = begun.value;
      const again = { operator, session: session.id };
      const kept = { ...flow, link: null, name: null, again, next: request.body.next };
      setCookie(reply, flowCookie(ports.publicUrl()), await sealFlow(ports.pool, ports.keys, kept));
      return { url };
    },
  );
};
