import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { NOT_SHOWN } from '../../../shared/protocol/schemes/shown-line.ts';
import { openSchema } from '../http/operation.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { limitAddresses } from '../http/rate-limit.ts';
import { refuseNul } from '../http/refuse-nul.ts';
import { operatorName } from '../operators/operators-routes.ts';
import { OPEN } from '../operators/rights.ts';
import type { Ports } from '../ports.ts';
import { isFromNoOtherPage } from '../sessions/own-site.ts';
import { readCookie, sessionCookie } from '../sessions/session-cookie.ts';
import { MOST_LENGTH } from './judge-password.ts';
import type { SignInPlace } from './sign-in.ts';

/** Fields that these routes share. A password is taken as it is, blanks and all. */
export const password = z.string().min(1).max(MOST_LENGTH);
export const code = z.string().trim().min(1).max(32);
export const newAdminName = operatorName.nullable().default(null).meta({
  description: 'what the new admin is called; a link of an invitation has a name',
});
/** What a set-up link has behind its #, in examples. */
export const EXAMPLE_TOKEN = 'A'.repeat(43);
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A path of the console's, where somebody goes on: never another site. */
export const consolePath = z
  .string()
  .regex(/^\/(?![/\\])[\w/?=&.~%-]*$/)
  .max(500);
export const shownSeed = z.object({
  secret: z.string().meta({ description: 'base 32, to type into an authenticator app' }),
  uri: z.string().meta({ description: 'the text of the QR code for it (otpauth)' }),
});
export const recoveryCodes = z
  .array(z.string())
  .readonly()
  .meta({ description: 'ten, shown once; each takes the place of one code of the app' });

/** What a program says of itself, as far as it is shown to its person again. */
const labelOf = ({ headers }: FastifyRequest): string =>
  [...(headers['user-agent'] ?? '')]
    .filter((one) => !NOT_SHOWN.test(one))
    .join('')
    .slice(0, 200);

/** Whoever comes back from the identity provider comes from its page, with what they left with. */
const FROM_ELSEWHERE = '/v1/sign-in/provider';

/** How these routes are described: what one comes in by. */
export const comingIn = (id: string, summary: string, problems: readonly HttpProblem[]) =>
  openSchema(id, summary, 'sign-in', { problems: ['cross-site', ...problems] });

/** From where a request signs in. */
export const placeOf = (request: FastifyRequest, publicUrl: string): SignInPlace => ({
  address: request.ip,
  label: labelOf(request),
  before: readCookie(request, sessionCookie(publicUrl)),
});

/**
 * Registers routes that nobody is signed in for yet. A page of another site may not use them, nor is
 * any answer of theirs kept. One that `rights.ts` does not name throws.
 */
export const registerOpenRoutes = async (
  app: FastifyInstance,
  ports: Ports,
  routes: readonly ((app: FastifyInstance, ports: Ports) => void)[],
): Promise<void> => {
  await app.register(async (scope) => {
    scope.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const one of [method].flat()) {
        const isOpen = Object.hasOwn(OPEN, `${one === 'HEAD' ? 'GET' : one} ${url}`);
        if (!isOpen) throw new Error(`nothing is named that ${one} ${url} goes by`);
      }
    });
    scope.addHook(
      'onRequest',
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
        reply.header('cache-control', 'no-store');
        const isOwn = isFromNoOtherPage(request, ports.publicUrl());
        return isOwn || request.routeOptions.url === FROM_ELSEWHERE
          ? undefined
          : sendProblem(reply, 'cross-site');
      },
    );
    limitAddresses(scope, ports.pool, ports.rateLimits);
    refuseNul(scope);
    for (const register of routes) register(scope, ports);
  });
};
