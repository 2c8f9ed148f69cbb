import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Result } from '../../../shared/result.ts';
import { sendProblem } from '../http/problems.ts';
import type { IdentityProvider, Ports } from '../ports.ts';
import {
  clearCookie,
  flowCookie,
  readCookie,
  sessionCookie,
  setCookie,
} from '../sessions/session-cookie.ts';
import { beginAtProvider, endAtProvider, type Identity } from './identity-provider.ts';
import {
  comingIn,
  consolePath,
  EXAMPLE_TOKEN,
  linkToken,
  newAdminName,
  placeOf,
} from './open-routes.ts';
import { proveByIdentity } from './prove-again.ts';
import { type BegunFlow, openFlow, sealFlow } from './provider-flow.ts';
import { setUp } from './set-up.ts';
import { type SignInPlace, signInByIdentity } from './sign-in.ts';
import { countTrouble } from './sign-in-troubles.ts';

/** Where the provider sends people back to. */
export const CALLBACK = '/v1/sign-in/provider';

/**
 * Where people end whose sign-in came to nothing: the console's page says it, by the problem's code.
 * Who is signed in goes back to where they were.
 */
const refusedAt = (code: string, begun: BegunFlow | null): string =>
  `${begun === null || begun.again === null ? '/sign-in' : begun.next}#${code}`;

const comeIn = async (
  ports: Ports,
  identity: Identity,
  { link, name }: BegunFlow,
  place: SignInPlace,
): Promise<Result<string, string>> => {
  if (link === null) {
    const signedIn = await signInByIdentity(ports, identity, place);
    return signedIn.ok ? signedIn : { ok: false, error: 'sign-in-refused' };
  }
  const done = await setUp(ports, { token: link, name, means: { identity } }, place);
  return done.ok ? { ok: true, value: done.value.token } : { ok: false, error: done.error.code };
};

/** Gives the token of a session that began; null where somebody goes on with theirs. */
const endFlow = async (
  ports: Ports,
  provider: IdentityProvider,
  begun: BegunFlow | null,
  address: string,
  place: SignInPlace,
): Promise<Result<string | null, string>> => {
  if (begun === null) return { ok: false, error: 'provider-refused' };
  const identity = await endAtProvider(ports.pool, provider, address, begun, begun.again !== null);
  if (!identity.ok) return identity;
  if (begun.again === null) return comeIn(ports, identity.value, begun, place);
  const proved = await proveByIdentity(ports, identity.value, begun.again);
  if (proved.ok) return { ok: true, value: null };
  await countTrouble(ports.pool, begun.again.operator, 'sign-in-refused');
  return { ok: false, error: 'sign-in-refused' };
};

/** How people come in by the company's identity provider (OpenID Connect). */
export const registerProviderRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const provider = ports.identityProvider;

  app.post(
    '/v1/sign-in/provider/begin',
    {
      schema: {
        ...comingIn(
          'beginProviderSignIn',
          "Begin to sign in at the company's identity provider, or to set that up by a link",
          ['no-provider', 'provider-away', 'provider-refused'],
        ),
        body: z
          .strictObject({
            token: linkToken.nullable().default(null),
            name: newAdminName,
            next: consolePath.default('/'),
          })
          .meta({ examples: [{ token: EXAMPLE_TOKEN, name: null }] }),
        response: { 200: z.object({ url: z.string() }) },
      },
    },
    async ({ body }, reply) => {
      if (provider === null) return sendProblem(reply, 'no-provider');
      const redirectUri = `${ports.publicUrl()}${CALLBACK}`;
      const begun = await beginAtProvider(ports.pool, provider, redirectUri);
      if (!begun.ok) return sendProblem(reply, begun.error);
      const { url, flow } = begun.value;
      const kept = { ...flow, link: body.token, name: body.name, again: null, next: body.next };
      const sealed = await sealFlow(ports.pool, ports.keys, kept);
      setCookie(reply, flowCookie(ports.publicUrl()), sealed);
      return { url };
    },
  );

  app.get(
    CALLBACK,
    {
      schema: {
        ...comingIn('endProviderSignIn', 'Where the identity provider sends people back to', []),
        querystring: z.looseObject({}),
        response: { 303: z.null() },
      },
    },
    async (request, reply) => {
      const publicUrl = ports.publicUrl();
      const value = readCookie(request, flowCookie(publicUrl));
      const begun = value === null ? null : await openFlow(ports.pool, ports.keys, value);
      clearCookie(reply, flowCookie(publicUrl));
      const place = placeOf(request, publicUrl);
      const address = `${publicUrl}${request.url}`;
      const cameIn =
        provider === null
          ? { ok: false as const, error: 'no-provider' }
          : await endFlow(ports, provider, begun, address, place);
      if (cameIn.ok && cameIn.value !== null) {
        setCookie(reply, sessionCookie(publicUrl), cameIn.value);
      }
      const to = cameIn.ok ? (begun?.next ?? '/') : refusedAt(cameIn.error, begun);
      return reply.redirect(to, 303);
    },
  );
};
