import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { type DepotId, depotId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { withinDepots } from '../database/depot-wall.ts';
import type { Database } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { operatorOf } from './operator-auth.ts';
import { ASKED, depotsWith } from './rights.ts';

const named = z.object({ depot: depotId.optional() }).catch({});
const referenced = named.unwrap().extend({ reference: z.string().optional() }).catch({});

/** Parameters of a path that name a thing of one depot, and the table where it is. */
const THINGS = {
  delivery: 'delivery',
  terminal: 'terminal',
  route: 'route',
  staff: 'staff',
  token: 'token',
  finding: 'finding',
  case: 'case_file',
  message: 'message',
  once: 'pass',
  webhook: 'webhook',
} as const;

const depotsOfReference = async (db: Database, reference: string): Promise<(DepotId | null)[]> =>
  (
    await db.query<{ depot: DepotId }>('select distinct depot from delivery where short_id = $1', [
      reference,
    ])
  ).rows.map(({ depot }) => depot);

/** The depots that a request is about; null stands for one that there is not. Empty: it names none. */
export const depotsOf = async (
  db: Database,
  { params, query, body }: Pick<FastifyRequest, 'params' | 'query' | 'body'>,
): Promise<(DepotId | null)[]> => {
  const inPath = (params ?? {}) as Readonly<Record<string, string | number>>;
  const things = Object.entries(THINGS).flatMap(([name, table]) => {
    const id = inPath[name];
    return id === undefined ? [] : [{ table, id }];
  });
  const { depot, reference } = referenced.parse(body ?? {});
  const { terminal } = (query ?? {}) as { readonly terminal?: string };
  return [
    ...[params, query, body].flatMap((part) => named.parse(part ?? {}).depot ?? []),
    ...(await Promise.all(things.map(({ table, id }) => depotOf(db, table, id)))),
    ...(terminal === undefined ? [] : [await depotOf(db, 'terminal', terminal)]),
    ...(reference === undefined || depot !== undefined
      ? []
      : await depotsOfReference(db, reference)),
  ];
};

const askedBy = (method: string, url = '') => ASKED[`${method === 'HEAD' ? 'GET' : method} ${url}`];

/** What needs no depot to be named: what it gives is cut to those that are the operator's. */
const OF_ALL: ReadonlySet<string> = new Set(['/v1/depots', '/v1/events']);

/** What begins something that others share, and cuts what it gives itself. */
const SHARED: ReadonlySet<string> = new Set(['/v1/events']);

/**
 * Lets an operator do what a right of theirs is for, where they have it. What somebody may not do
 * and what there is not are answered alike: nobody learns of another depot's things by asking. What
 * lets somebody in, a session may do for some minutes after its person showed who they are.
 * Registering a route that no right is named for throws.
 */
export const allowByRights = (
  scope: FastifyInstance,
  { pool: db, hasDepotWall }: Pick<Ports, 'pool' | 'hasDepotWall'>,
): void => {
  scope.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) {
      if (askedBy(one, url) === undefined) throw new Error(`no right is named for ${one} ${url}`);
    }
  });

  // Whoever has the right nowhere learns no more than that, not even what a request must look like.
  scope.addHook(
    'onRequest',
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const asked = askedBy(request.method, request.routeOptions.url);
      if (asked === undefined) return sendProblem(reply, 'forbidden');
      if (asked.right === null) return undefined;
      const own = depotsWith(operatorOf(request).grants, asked.right);
      const has = own === 'all' || (own.length > 0 && asked.everywhere !== true);
      return has ? undefined : sendProblem(reply, 'forbidden');
    },
  );

  scope.addHook(
    'preHandler',
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const { url = '' } = request.routeOptions;
      const asked = askedBy(request.method, url);
      if (asked === undefined) return sendProblem(reply, 'forbidden');
      if (asked.right === null) return undefined;
      const own = depotsWith(operatorOf(request).grants, asked.right);
      if (own === 'all' || OF_ALL.has(url)) return undefined;
      const about = await depotsOf(db, request);
      if (about.length === 0) {
        // A list of all depots: of the one that is theirs, if it is one.
        if (own.length > 1) return sendProblem(reply, 'depot-missing');
        (request.query as Record<string, unknown>)['depot'] = own[0];
        return undefined;
      }
      const isOwn = about.every((depot) => depot !== null && own.includes(depot));
      return isOwn ? undefined : sendProblem(reply, 'forbidden');
    },
  );

  scope.addHook(
    'preHandler',
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const asked = askedBy(request.method, request.routeOptions.url);
      if (asked?.proof !== true) return undefined;
      const { session } = operatorOf(request);
      // A program has nobody to ask; what a person signs in with is not changed by a key.
      const isProved = session === null ? asked.right !== null : session.isFresh;
      return isProved ? undefined : sendProblem(reply, 'sign-in-stale');
    },
  );

  // From here on the database shows no other depot's rows, whatever a statement forgets.
  scope.addHook('preHandler', (request: FastifyRequest, _reply, done) => {
    const { url = '' } = request.routeOptions;
    const right = askedBy(request.method, url)?.right ?? null;
    const own = right === null ? 'all' : depotsWith(operatorOf(request).grants, right);
    if (!hasDepotWall || own === 'all' || SHARED.has(url)) done();
    else withinDepots(own, done);
  });
};
