import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { driverId, routeId, terminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { depotOf } from '../database/depot-of.ts';
import { giveRoute } from '../deliveries/assign-route.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { changeHeaders } from '../http/request-headers.ts';
import { readVersions, tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import { type ActProblem, actInDepot } from './run-act.ts';

/** What an act on a route came to. It is kept for its key. */
const routeOutcome = z.object({ id: routeId, version: z.int() });
type RouteOutcome = z.infer<typeof routeOutcome>;

/** Who has a route. */
export const registerAssignRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/routes/:route/assign',
    {
      schema: {
        ...operatorSchema('assignRoute', 'Assign a route to a terminal and a driver', 'routes', {
          problems: [
            'unknown-route',
            'no-such-terminal',
            'terminal-is-revoked',
            'other-depot',
            'unknown-driver',
            'route-without-driver',
          ],
          etag: true,
        }),
        params: z.object({ route: routeId }),
        headers: changeHeaders,
        body: z.strictObject({ terminal: terminalId, driver: driverId.optional() }).meta({
          examples: [
            {
              terminal: '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11',
              driver: '9b1d2e64-8c1f-4c58-b1a7-53f8f0a4c0de',
            },
          ],
        }),
        response: { 200: routeOutcome },
      },
    },
    async (request, reply) => {
      const { route: id } = request.params;
      const { terminal, driver = null } = request.body;
      const of = await depotOf(ports.pool, 'route', id);
      if (of === null) return sendProblem(reply, 'unknown-route');
      const versions = readVersions(request.headers['if-match']);
      if (!versions.ok) return sendProblem(reply, versions.error);
      const seen = versions.value;
      const done = await actInDepot(
        ports,
        request,
        reply,
        of,
        async (context): Promise<Result<RouteOutcome, ActProblem>> => {
          const { tx, operator, depot, now } = context;
          const given = await giveRoute(tx, operator, depot, id, terminal, driver, now, seen);
          if (given.ok) return ok({ id, version: given.value });
          if (typeof given.error === 'string') return err({ code: given.error });
          const { current: version } = given.error;
          return err({ code: 'version-stale', current: [{ id, version }] });
        },
      );
      // A refusal that was waited for has been sent by now, and is nothing any more.
      if (reply.sent) return reply;
      if ('version' in done) reply.header('etag', tagOf(done.version));
      return done;
    },
  );
};
