import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Grant, SignedInOperator } from '../actors.ts';
import type { Database } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { wholeList } from '../http/pages.ts';
import { SAFE_HEADERS } from '../http/safe-headers.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { depotsWith } from '../operators/rights.ts';
import type { Ports } from '../ports.ts';
import type { Audience, Streams } from './streams.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  ...SAFE_HEADERS,
  // A proxy that gathers an answer before it passes it on would gather this one for ever.
  'x-accel-buffering': 'no',
} as const;

const audienceOf = (grants: readonly Grant[]): Audience => {
  const depots = depotsWith(grants, 'look');
  return depots.length === 0 ? null : depots;
};

type Seen = { readonly grants: readonly Grant[] };

/**
 * Somebody's depots, if their session is not over. The cookie is not shown again: it may have been
 * exchanged meanwhile, and hearing is not doing anything.
 */
const lookAtSession = async (
  db: Database,
  { id, session }: SignedInOperator,
): Promise<Audience> => {
  const { rows } = await db.query<Seen>(
    `select (select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)), '[]')
       from operator_grant g where g.operator = o.id) as grants
     from operator o join operator_session s on s.operator = o.id
     where o.id = $1 and o.removed_at is null and s.id = $2
       and s.ended_at is null and s.expires_at > now()`,
    [id, session?.id],
  );
  return rows[0] === undefined ? null : audienceOf(rows[0].grants);
};

/** Whoever has shown a key shows it again: central itself is asked. */
const lookAtKey = async (
  app: FastifyInstance,
  { headers }: Pick<FastifyRequest, 'headers'>,
): Promise<Audience> => {
  const { authorization = '' } = headers;
  const answer = await app.inject({ url: '/v1/me', headers: { authorization } });
  if (answer.statusCode === 401) return null;
  // Whatever else it says, as that too much was asked, says nothing of the key.
  if (answer.statusCode !== 200) throw new Error('nobody knows');
  return audienceOf(answer.json<Seen>().grants);
};

/**
 * What has changed, as it happens (server-sent events). Each stream begins with `refetch`, as does
 * each that was cut: so nothing that was missed stays wrong.
 */
export const registerEventRoutes =
  (streams: Streams) =>
  (app: FastifyInstance, { pool }: Pick<Ports, 'pool'>): void => {
    app.get(
      '/v1/events',
      {
        schema: {
          ...operatorSchema(
            'hearEvents',
            'Hear what changes, as server-sent events: which depot, and what of it',
            'events',
            { sends: { 'text/event-stream': z.string() } },
          ),
          querystring: wholeList,
        },
      },
      (request, reply) => {
        const operator = operatorOf(request);
        const look = (): Promise<Audience> =>
          operator.session === null ? lookAtKey(app, request) : lookAtSession(pool, operator);
        reply.hijack();
        reply.raw.writeHead(200, HEADERS);
        streams.open(operator.id, reply.raw, audienceOf(operator.grants), look);
      },
    );
    app.addHook('preClose', async () => streams.close());
  };
