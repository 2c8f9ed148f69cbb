import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { z } from 'zod';
import { foldReference } from '../../../shared/protocol/fold-reference.ts';
import { depotId, shortId, terminalId } from '../../../shared/protocol/ids.ts';
import { NOT_SHOWN } from '../../../shared/protocol/schemes/shown-line.ts';
import { noBody } from '../http/operation.ts';
import { limitAddresses, limitOperators } from '../http/rate-limit.ts';
import { refuseNul } from '../http/refuse-nul.ts';
import type { Ports } from '../ports.ts';
import { allowByRights } from './allow.ts';
import { makeOperatorAuth } from './operator-auth.ts';

/** Schemas that the operators' routes share. */
export const inDepot = z.object({ depot: depotId });
export const byDepotOrTerminal = { depot: depotId.optional(), terminal: terminalId.optional() };

/**
 * A line as people write it, and as it is shown: no control characters, nothing unseen that turns
 * the direction of writing, and no lone surrogates, which the database refuses.
 */
export const lineField = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(
      (text) => !NOT_SHOWN.test(text),
      'must not contain control characters or direction marks',
    );

/** A name as people give it. */
export const nameField = lineField(80);

/** A delivery's reference as people type it: what it is compared with is always written in one way. */
export const referenceField = z
  .string()
  .max(20)
  .overwrite(foldReference)
  .refine((text) => shortId.safeParse(text).success, 'must be six characters of a reference')
  .brand<'ShortId'>()
  .meta({ description: 'the six characters that name a delivery, in either case' });

/** What a route says nothing of must not be sent: a parameter that is misspelt is no filter. */
const refuseUnknown = (scope: FastifyInstance): void => {
  scope.addHook('onRoute', (route: RouteOptions) => {
    const schema: FastifySchema = { querystring: z.strictObject({}), ...route.schema };
    const takesNone = schema.body === undefined && schema.consumes === undefined;
    if (takesNone && route.method !== 'GET' && route.method !== 'HEAD') schema.body = noBody;
    route.schema = schema;
  });
};

/** Registers routes that need an operator's key or session. */
export const registerOperatorRoutes = async (
  app: FastifyInstance,
  ports: Ports,
  routes: readonly ((app: FastifyInstance, ports: Ports) => void)[],
): Promise<void> => {
  await app.register(async (scope) => {
    limitAddresses(scope, ports.pool, ports.rateLimits);
    scope.addHook('onRequest', makeOperatorAuth(ports));
    limitOperators(scope, ports.pool, ports.rateLimits);
    allowByRights(scope, ports);
    refuseUnknown(scope);
    refuseNul(scope);
    for (const register of routes) register(scope, ports);
  });
};
