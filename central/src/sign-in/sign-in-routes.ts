import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '../../../shared/protocol/ids.ts';
import { SECOND } from '../clock.ts';
import { openSchema } from '../http/operation.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { nameField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { setSessionCookie } from '../sessions/session-cookie.ts';
import { showSeed } from './authenticator.ts';
import { code, linkToken, password, placeOf, recoveryCodes, shownSeed } from './open-routes.ts';
import { setUp } from './set-up.ts';
import { findSetUpLink } from './set-up-links.ts';
import { type SignInRefusal, signIn } from './sign-in.ts';

/** What a set-up link has behind its #, in examples. */
const LINK = 'A'.repeat(43);
const SETTING_UP = [
  ...(['link-over', 'name-missing', 'name-taken', 'code-wrong', 'password-weak'] as const),
  'sign-in-busy',
] as const;

const comingIn = (id: string, summary: string, problems: readonly HttpProblem[]) =>
  openSchema(id, summary, 'sign-in', { problems: ['cross-site', ...problems] });

const refuse = (reply: FastifyReply, refusal: SignInRefusal): FastifyReply => {
  if (refusal === 'refused') return sendProblem(reply, 'sign-in-refused');
  reply.header('retry-after', String(Math.ceil(refusal.waitMs / SECOND)));
  return sendProblem(reply, 'too-many-tries');
};

/** How people come in: by a set-up link, and then by what they set up with it. */
export const registerSignInRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

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
      const signedIn = await signIn(ports, request.body, placeOf(request));
      if (!signedIn.ok) return refuse(reply, signedIn.error);
      setSessionCookie(reply, signedIn.value);
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
        body: z.strictObject({ token: linkToken }).meta({ examples: [{ token: LINK }] }),
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
            name: nameField.nullable().default(null).meta({
              description: 'what the new admin is called; a link of an invitation has a name',
            }),
            password,
            code: code.meta({ description: 'of the authenticator app that was just set up' }),
          })
          .meta({
            examples: [
              {
                token: LINK,
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
      const done = await setUp(ports, request.body, placeOf(request));
      if (!done.ok) {
        const { code: problem, ...more } = done.error;
        return sendProblem(reply, problem, more);
      }
      setSessionCookie(reply, done.value.token);
      return reply.code(201).send({ recoveryCodes: done.value.recoveryCodes });
    },
  );
};
