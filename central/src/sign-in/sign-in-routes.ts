import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '../../../shared/protocol/ids.ts';
import { SECOND } from '../clock.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { sessionCookie, setCookie } from '../sessions/session-cookie.ts';
import { showSeed } from './authenticator.ts';
import {
  code,
  comingIn,
  EXAMPLE_TOKEN,
  linkToken,
  newAdminName,
  password,
  placeOf,
  recoveryCodes,
  shownSeed,
} from './open-routes.ts';
import { relyingPartyOf } from './passkeys.ts';
import { setUp } from './set-up.ts';
import { findSetUpLink } from './set-up-links.ts';
import { type SignInRefusal, signIn } from './sign-in.ts';

const SETTING_UP = [
  ...(['link-over', 'name-missing', 'name-taken', 'code-wrong', 'password-weak'] as const),
  'sign-in-busy',
] as const;

export const refuseSignIn = (reply: FastifyReply, refusal: SignInRefusal): FastifyReply => {
  if (refusal === 'refused') return sendProblem(reply, 'sign-in-refused');
  reply.header('retry-after', String(Math.ceil(refusal.waitMs / SECOND)));
  return sendProblem(reply, 'too-many-tries');
};

/** How people come in: by a set-up link, and then by what they set up with it. */
export const registerSignInRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/sign-in',
    {
      schema: {
        ...comingIn('describeSignIn', 'Say by what one may sign in here', []),
        response: {
          200: z.object({
            password: z.literal(true),
            passkeys: z.boolean(),
            identityProvider: z.string().nullable().meta({ description: 'what it is called' }),
          }),
        },
      },
    },
    async () => ({
      password: true as const,
      passkeys: relyingPartyOf(ports.publicUrl()) !== null,
      identityProvider: ports.identityProvider?.name ?? null,
    }),
  );

  app.post(
    '/v1/sign-in',
    {
      schema: {
        ...comingIn('signIn', 'Sign in: the answer sets the cookie of a session', [
          'sign-in-refused',
          'too-many-tries',
          'sign-in-busy',
        ]),
        body: z
          .strictObject({
            name: z.string().min(1).max(200),
            password,
            code: code.meta({ description: 'of the authenticator app, or a recovery code' }),
          })
          .meta({
            examples: [{ name: 'Nadia Weber', password: 'lamp-hamster-violet-93', code: '287082' }],
          }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const signedIn = await signIn(ports, request.body, placeOf(request, ports.publicUrl()));
      if (!signedIn.ok) return refuseSignIn(reply, signedIn.error);
      setCookie(reply, sessionCookie(ports.publicUrl()), signedIn.value);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/set-up/begin',
    {
      schema: {
        ...comingIn(
          'beginSetUp',
          'Look at a set-up link: whose it is, and the authenticator that it sets up',
          ['link-over'],
        ),
        body: z.strictObject({ token: linkToken }).meta({ examples: [{ token: EXAMPLE_TOKEN }] }),
        response: {
          200: z.object({
            kind: z.enum(['first-admin', 'invitation']),
            name: z.string().nullable(),
            expiresAt: instant,
            authenticator: shownSeed,
          }),
        },
      },
    },
    async ({ body }, reply) => {
      const link = await findSetUpLink(ports.pool, body.token);
      if (link === null) return sendProblem(reply, 'link-over');
      return {
        kind: link.operator === null ? ('first-admin' as const) : ('invitation' as const),
        name: link.name,
        expiresAt: link.expiresAt,
        authenticator: showSeed(ports.keys, link.sealedSeed, link.name ?? 'admin'),
      };
    },
  );

  app.post(
    '/v1/set-up',
    {
      schema: {
        ...comingIn(
          'setUp',
          'Set up how one signs in, by a link that is good once, and sign in',
          SETTING_UP,
        ),
        body: z
          .strictObject({
            token: linkToken,
            name: newAdminName,
            password,
            code: code.meta({ description: 'of the authenticator app that was just set up' }),
          })
          .meta({
            examples: [
              {
                token: EXAMPLE_TOKEN,
                name: 'Nadia Weber',
                password: 'lamp-hamster-violet-93',
                code: '287082',
              },
            ],
          }),
        response: { 201: z.object({ recoveryCodes }) },
      },
    },
    async (request, reply) => {
      const { token, name, ...means } = request.body;
      const done = await setUp(ports, { token, name, means }, placeOf(request, ports.publicUrl()));
      if (!done.ok) {
        const { code: problem, ...more } = done.error;
        return sendProblem(reply, problem, more);
      }
      setCookie(reply, sessionCookie(ports.publicUrl()), done.value.token);
      return reply.code(201).send({ recoveryCodes: done.value.recoveryCodes });
    },
  );
};
