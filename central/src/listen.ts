import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '../../shared/result.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

/** Listens, and gives the URL, or says why it may not. */
export const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
  /** What is to be set if it may not. */
  option = 'server.port',
): Promise<Result<string, StartProblem>> => {
  try {
    return ok(await app.listen({ host, port }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE') {
      return err(
        startProblem('port-in-use', `Port ${port} on ${host} is in use. Set ${option} to another.`),
      );
    }
    return err(startProblem('port-refused', `Central may not listen on ${host}, port ${port}.`));
  }
};

/**
 * Closes when what is under way is done, or after so many milliseconds: then connections are cut, whatever
 * hangs on them. A request under way at the close leaves its connection idle, and that must not be waited
 * for.
 */
export const closeApp = async (app: FastifyInstance, patienceMs = 0): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  await app.close();
  clearInterval(sweep);
  clearTimeout(cut);
};
