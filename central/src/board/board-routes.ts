import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { day, driverId, instant, routeId, terminalId } from '../../../shared/protocol/ids.ts';
import { findDepot } from '../depots/depots.ts';
import { compressAnswer } from '../http/compression.ts';
import { operatorSchema } from '../http/operation.ts';
import { wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { shareLooks } from './share-looks.ts';
import { type Board, showBoard } from './show-board.ts';
import { type DepotDay, showDay } from './show-day.ts';

const route = z.object({ id: routeId, name: z.string(), day });

const terminal = z
  .object({
    id: terminalId,
    name: z.string(),
    state: z.enum(['needs-you', 'out', 'ready', 'waiting', 'in']),
    why: z.enum(['findings', 'docking-overdue']).nullable(),
    lateMs: z.int(),
    findings: z.int(),
    lastDock: instant.nullable(),
    open: z.int(),
    closed: z.int(),
    routes: z.array(route).readonly(),
    driver: z.object({ id: driverId, name: z.string() }).nullable(),
    next: route.extend({ isOnIt: z.boolean() }).nullable(),
  })
  .meta({ id: 'BoardTerminal' });

const board = z
  .object({
    at: instant,
    day,
    counts: z.object({ total: z.int(), in: z.int(), out: z.int(), needsYou: z.int() }),
    stops: z.object({
      total: z.int(),
      delivered: z.int(),
      notDelivered: z.int(),
      open: z.int(),
    }),
    terminals: z.array(terminal).readonly(),
  })
  .meta({ id: 'Board' });

const dayRoute = z
  .object({
    id: routeId,
    version: z.int(),
    name: z.string(),
    driver: z.object({ id: driverId, name: z.string() }).nullable(),
    terminal: z.object({ id: terminalId, name: z.string() }).nullable(),
    heardAt: instant.nullable(),
    nextArrival: instant.nullable(),
    behindMs: z.int().nullable(),
    stops: z.object({
      total: z.int(),
      delivered: z.int(),
      notDelivered: z.int(),
      open: z.int(),
    }),
    cancelled: z.int(),
    /** Open stops whose code no customer has: its message has failed. */
    unsent: z.int(),
  })
  .meta({ id: 'DayRoute' });

const depotDay = z
  .object({ at: instant, day, today: day, routes: z.array(dayRoute).readonly() })
  .meta({ id: 'DepotDay' });

/** How a depot stands today, and its routes on any day. */
export const registerBoardRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  // Whoever looks on asks again as something changes: all of them at the same moment.
  const shareBoard = shareLooks<Board>();
  const shareDay = shareLooks<DepotDay>();

  app.get(
    '/v1/depots/:depot/board',
    {
      onSend: compressAnswer,
      schema: {
        ...operatorSchema(
          'showBoard',
          "Say which of a depot's terminals are in, which are out, and which need a person",
          'terminals',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        querystring: wholeList,
        response: { 200: board },
      },
    },
    async ({ params }, reply) => {
      const depot = await findDepot(ports.pool, params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      return shareBoard(depot.id, () => showBoard(ports.pool, depot, ports.now()));
    },
  );

  app.get(
    '/v1/depots/:depot/day',
    {
      onSend: compressAnswer,
      schema: {
        ...operatorSchema(
          'showDay',
          'Say how the routes of a day stand: closed, behind or ahead, without a terminal',
          'routes',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        querystring: z.strictObject({ day: day.optional(), route: routeId.optional() }),
        response: { 200: depotDay },
      },
    },
    async ({ params, query }, reply) => {
      const depot = await findDepot(ports.pool, params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      return shareDay(`${depot.id} ${query.day} ${query.route}`, () =>
        showDay(ports.pool, depot, query.day, query.route, ports.now()),
      );
    },
  );
};
