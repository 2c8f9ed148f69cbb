import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { depotsOf } from '../operators/allow.ts';
import type { Ports } from '../ports.ts';
import { givesSession } from '../sessions/session-cookie.ts';
import type { Announcer } from './announcer.ts';
import type { Topic } from './topics.ts';

/** What a request that did something may have changed, by the beginning of its route. */
const CHANGED: readonly (readonly [route: RegExp, topics: readonly Topic[]])[] = [
  [/^\/v1\/terminal\/entries/, ['terminals', 'deliveries', 'findings']],
  [/^\/v1\/terminal\/rolled-back/, ['terminals', 'findings']],
  [/^\/v1\/terminal\//, ['terminals']],
  [/^\/v1\/terminals/, ['terminals', 'deliveries', 'messages']],
  [/^\/v1\/findings/, ['findings', 'terminals', 'deliveries']],
  // It tells of itself where it is news.
  [/^\/v1\/cases\/:case\/view$/, []],
  [/^\/v1\/(cases|depots\/:depot\/cases)\//, ['findings', 'terminals', 'deliveries']],
  [/^\/v1\/(operators|me|sign-out)/, ['people']],
  [/^\/v1\/(depots|staff|tokens)\/?[^/]*(\/(?!deliveries|imports)|$)/, ['settings', 'people']],
  [/^\/v1\//, ['deliveries', 'messages', 'terminals']],
];

const topicsOf = (url: string): readonly Topic[] =>
  CHANGED.find(([route]) => route.test(url))?.[1] ?? [];

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A terminal that pulls something docks, although it only reads. */
const hasChanged = ({ method, terminal, operator }: FastifyRequest): boolean =>
  terminal !== null || (operator !== null && !READS.has(method));

/** Announces what each request has changed, once it is answered: nobody waits for it. */
export const announceActs = (
  app: FastifyInstance,
  { pool: db, publicUrl }: Pick<Ports, 'pool' | 'publicUrl'>,
  { announce }: Announcer,
): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { url = '' } = request.routeOptions;
    if (reply.statusCode >= 400 || request.isNoNews) return;
    // Of a terminal that has just enrolled nobody knew the depot before.
    if (url === PATHS.enrol) announce(null, ['terminals']);
    // Nobody was signed in, and has a session now. Whoever only begins to sign in is no news.
    if (request.operator === null && givesSession(reply, publicUrl())) announce(null, ['people']);
    if (!hasChanged(request)) return;
    const topics = topicsOf(url);
    if (request.terminal !== null) {
      announce(request.terminal.depot, topics);
      return;
    }
    const about: readonly (DepotId | null)[] = await depotsOf(db, request).catch(() => [null]);
    for (const depot of about.length === 0 ? [null] : about) announce(depot, topics);
  });
};
