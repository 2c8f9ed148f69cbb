import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '../../../shared/protocol/ids.ts';
import { operatorSchema } from '../http/operation.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { nameField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { sessionCookie, setCookie } from '../sessions/session-cookie.ts';
import { comingIn, EXAMPLE_TOKEN, linkToken, newAdminName, placeOf } from './open-routes.ts';
import { addPasskey, removePasskey } from './own-passkeys.ts';
import { askForNewPasskey, askForPasskey, listPasskeys } from './passkeys.ts';
import { setUp } from './set-up.ts';
import { findSetUpLink } from './set-up-links.ts';
import { signInByPasskey } from './sign-in.ts';
import { refuseSignIn } from './sign-in-routes.ts';

const bytes = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(10_000);
/** As `PublicKeyCredential.toJSON()` gives them (WebAuthn Level 3, 5.1); what else is there is not read. */
const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') };
const newPasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});
export const usedPasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});
/** As the library takes them: it looks at no extension. */
const created = (one: z.infer<typeof newPasskey>) =>
  ({ ...one, clientExtensionResults: {} }) as RegistrationResponseJSON;
export const used = (one: z.infer<typeof usedPasskey>) =>
  ({ ...one, clientExtensionResults: {} }) as AuthenticationResponseJSON;
/** What a browser is asked by: `PublicKeyCredential.parse…OptionsFromJSON()` reads it. */
const options = z.object({ options: z.looseObject({ challenge: z.string() }) });
const label = nameField.meta({ description: 'what its person calls the passkey' });
const ownSchema = (id: string, summary: string, problems: readonly HttpProblem[] = []) =>
  operatorSchema(id, summary, 'sign-in', { problems });
/** What `create()` and `get()` give, in examples. */
const EXAMPLE = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
} as const;
const NEW = { ...EXAMPLE, response: { clientDataJSON: 'e30', attestationObject: 'oA' } };
export const USED = {
  ...EXAMPLE,
  response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', userHandle: 'AA' },
};

/** How people come in by a passkey, and set one up by a link. */
export const registerPasskeySignIn = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/sign-in/passkey/begin',
    {
      schema: {
        ...comingIn('beginPasskeySignIn', 'Begin a sign-in by passkey', ['no-passkeys']),
        response: { 200: options },
      },
    },
    async (_request, reply) => {
      const asked = await askForPasskey(ports, ports.pool);
      return asked === null ? sendProblem(reply, 'no-passkeys') : { options: { ...asked } };
    },
  );

  app.post(
    '/v1/sign-in/passkey',
    {
      schema: {
        ...comingIn(
          'signInByPasskey',
          'Sign in by a passkey: the answer sets the cookie of a session',
          ['sign-in-refused', 'too-many-tries'],
        ),
        body: z
          .strictObject({ credential: usedPasskey })
          .meta({ examples: [{ credential: USED }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const signedIn = await signInByPasskey(
        ports,
        used(request.body.credential),
        placeOf(request, ports.publicUrl()),
      );
      if (!signedIn.ok) return refuseSignIn(reply, signedIn.error);
      setCookie(reply, sessionCookie(ports.publicUrl()), signedIn.value);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/set-up/passkey/begin',
    {
      schema: {
        ...comingIn('beginPasskeySetUp', 'Begin to set up a passkey by a link', [
          'link-over',
          'name-missing',
          'no-passkeys',
        ]),
        body: z
          .strictObject({ token: linkToken, name: newAdminName })
          .meta({ examples: [{ token: EXAMPLE_TOKEN, name: 'Nadia Weber' }] }),
        response: { 200: options },
      },
    },
    async ({ body }, reply) => {
      const link = await findSetUpLink(ports.pool, body.token);
      if (link === null) return sendProblem(reply, 'link-over');
      const name = link.name ?? body.name;
      if (name === null) return sendProblem(reply, 'name-missing');
      const asked = await askForNewPasskey(ports, ports.pool, { id: link.person, name });
      return asked === null ? sendProblem(reply, 'no-passkeys') : { options: { ...asked } };
    },
  );

  app.post(
    '/v1/set-up/passkey',
    {
      schema: {
        ...comingIn('setUpPasskey', 'Set up a passkey by a link that is good once, and sign in', [
          'link-over',
          'name-missing',
          'name-taken',
          'passkey-refused',
        ]),
        body: z
          .strictObject({
            token: linkToken,
            name: newAdminName,
            label,
            credential: newPasskey,
          })
          .meta({
            examples: [{ token: EXAMPLE_TOKEN, name: null, label: 'Blue key', credential: NEW }],
          }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { token, name, label: called, credential: passkey } = request.body;
      const asked = { token, name, means: { passkey: created(passkey), label: called } };
      const done = await setUp(ports, asked, placeOf(request, ports.publicUrl()));
      if (!done.ok) return sendProblem(reply, done.error.code);
      setCookie(reply, sessionCookie(ports.publicUrl()), done.value.token);
      return reply.code(204).send(null);
    },
  );
};

/** How somebody sees and changes their passkeys. */
export const registerOwnPasskeys = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/me/passkeys',
    {
      schema: {
        ...ownSchema('listOwnPasskeys', "List one's passkeys"),
        response: {
          200: z.object({
            passkeys: z
              .array(
                z.object({
                  id: z.string(),
                  name: z.string(),
                  createdAt: instant,
                  lastUsedAt: instant.nullable(),
                }),
              )
              .readonly(),
          }),
        },
      },
    },
    async (request) => ({ passkeys: await listPasskeys(ports.pool, operatorOf(request).id) }),
  );

  app.post(
    '/v1/me/passkeys/begin',
    {
      schema: {
        ...ownSchema('beginPasskey', 'Begin to add a passkey', ['sign-in-stale', 'no-passkeys']),
        response: { 200: options },
      },
    },
    async (request, reply) => {
      const asked = await askForNewPasskey(ports, ports.pool, operatorOf(request));
      reply.header('cache-control', 'no-store');
      return asked === null ? sendProblem(reply, 'no-passkeys') : { options: { ...asked } };
    },
  );

  app.post(
    '/v1/me/passkeys',
    {
      schema: {
        ...ownSchema('addPasskey', 'Add a passkey', ['sign-in-stale', 'passkey-refused']),
        body: z
          .strictObject({ label, credential: newPasskey })
          .meta({ examples: [{ label: 'Blue key', credential: NEW }] }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const { label: called, credential: passkey } = request.body;
      const added = await addPasskey(ports, operatorOf(request), called, created(passkey));
      return added.ok ? reply.code(201).send(added.value) : sendProblem(reply, added.error);
    },
  );

  app.post(
    '/v1/me/passkeys/:passkey/remove',
    {
      schema: {
        ...ownSchema('removePasskey', "Take away a passkey; one's other sessions end", [
          'sign-in-stale',
          'unknown-passkey',
          'last-means',
        ]),
        params: z.object({ passkey: bytes }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await removePasskey(ports, operatorOf(request), request.params.passkey);
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.error);
    },
  );
};
