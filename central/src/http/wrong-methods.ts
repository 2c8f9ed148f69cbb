import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sendProblem } from './problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers what no route is for: 405 where the path has other methods, else 404. */
    answerUnknown: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  }
}

type Known = { readonly pattern: RegExp; readonly methods: Set<string> };

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);

/** Knows which methods each path has, so that a wrong one is told from a wrong path (RFC 9110, 15.5.6). */
export const registerWrongMethods = (app: FastifyInstance): void => {
  const paths = new Map<string, Known>();
  app.addHook('onRoute', ({ method, url }: RouteOptions) => {
    // Whatever is below a path is no path of its own.
    if (url.endsWith('*')) return;
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  app.decorate('answerUnknown', (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?')[0] ?? '';
    const methods = [...paths.values()].flatMap((known) =>
      known.pattern.test(path) ? [...known.methods] : [],
    );
    if (methods.length === 0) return sendProblem(reply, 'not-found');
    reply.header('allow', [...new Set(methods)].sort().join(', '));
    return sendProblem(reply, 'method-not-allowed');
  });
};
