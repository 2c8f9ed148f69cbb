import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '../../shared/result.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

/** Listens, and gives the URL, or says why it may not. */
export const listen = async (
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<Result<string, StartProblem>> => {
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

/**
 * Closes when what is under way is done. A request under way at the close leaves its connection idle, and that must not be waited for.
 */
export const closeApp = async (app: FastifyInstance): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  await app.close();
  clearInterval(sweep);
};
