import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { driverId, routeId, terminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { depotOf } from '../database/depot-of.ts';
import { giveRoute } from '../deliveries/assign-route.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import { changeHeaders, readVersions, tagOf } from '../operators/preconditions.ts';
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
        ...operatorSchema('Assign a route to a terminal and a driver', 'deliveries'),
        params: z.object({ route: routeId }),
        headers: changeHeaders,
        body: z.strictObject({ terminal: terminalId, driver: driverId.optional() }),
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
      if ('version' in done) reply.header('etag', tagOf(done.version));
      return done;
    },
  );
};
