import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant, tokenId } from '../../../shared/protocol/ids.ts';
import { movingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { depotOf } from '../database/depot-of.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { newToken } from './token-kinds.ts';
import { addToken, listTokens, revokeToken, tokenKey } from './tokens.ts';

const token = z
  .object({
    id: tokenId,
    depot: depotId,
    serial: z.string(),
    kind: z.enum(['hotp', 'totp', 'ocra']),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    next: movingFactor,
    status: z.enum(['active', 'revoked']),
    open: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'Token' });

/** Customers' tokens: added, listed, revoked. No answer has a seed. */
export const registerTokenRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/tokens',
    {
      schema: {
        ...operatorSchema(
          'addToken',
          "Add a customer's token; seed and PIN's hash are hexadecimal",
          'tokens',
          { problems: ['unknown-depot', 'serial-taken', 'bad-seed', 'bad-suite', 'bad-pin-hash'] },
        ),
        params: inDepot,
        body: newToken,
        response: { 201: token },
      },
    },
    async (request, reply) => {
      const depot = await findDepot(ports.pool, request.params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const added = await addToken(ports, operatorOf(request), depot.id, request.body);
      return added.ok ? reply.code(201).send(added.value) : sendProblem(reply, added.error);
    },
  );

  app.get(
    '/v1/depots/:depot/tokens',
    {
      schema: {
        ...operatorSchema('listTokens', "List customers' tokens", 'tokens'),
        params: inDepot,
        querystring: z.strictObject({
          serial: z.string().max(64).optional(),
          ...pageQuery(tokenKey),
        }),
        response: { 200: z.object({ tokens: z.array(token).readonly(), ...pageEnd }) },
      },
    },
    async ({ params, query }) => listTokens(ports.pool, params.depot, query),
  );

  app.post(
    '/v1/tokens/:token/revoke',
    {
      schema: {
        ...operatorSchema(
          'revokeToken',
          'Revoke a token; its open deliveries get a code instead',
          'tokens',
          { problems: ['unknown-token'] },
        ),
        params: z.object({ token: tokenId }),
        response: { 200: token },
      },
    },
    async (request, reply) => {
      const { token: id } = request.params;
      const depot = await depotOf(ports.pool, 'token', id);
      if (depot === null) return sendProblem(reply, 'unknown-token');
      return revokeToken(ports, operatorOf(request), depot, id);
    },
  );
};
