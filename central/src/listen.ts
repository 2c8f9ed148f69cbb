import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '../../shared/result.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

/** Listens, and gives the URL, or says why it may not. */
export const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<Result<string, StartProblem>> => {
  watchConnections(app);
  try {
    return ok(await app.listen({ host, port }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE') {
      return err(startProblem('port-in-use', `Port ${port} on ${host} is in use. Set PORT.`));
    }
    return err(startProblem('port-refused', `Central may not listen on ${host}, port ${port}.`));
  }
};

/** Connections over which nothing was asked yet: browsers open some beforehand. */
const unused = new WeakMap<FastifyInstance, Set<Socket>>();

const watchConnections = (app: FastifyInstance): void => {
  const sockets = new Set<Socket>();
  unused.set(app, sockets);
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.server.on('request', ({ socket }) => sockets.delete(socket));
};

/**
 * Closes when what is under way is done. A request under way at the close leaves its connection idle, and that must not be waited for.
 */
export const closeApp = async (app: FastifyInstance): Promise<void> => {
  const sweep = setInterval(() => {
    app.server.closeIdleConnections();
    // To Node.js one is idle only after a request: it would wait for a minute for the first.
    for (const socket of unused.get(app) ?? []) socket.destroy();
  }, 50);
  await app.close();
  clearInterval(sweep);
};
