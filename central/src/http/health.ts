import type { FastifyInstance } from 'fastify';
import type { Pool } from '../database/pool.ts';
import { sendProblem } from './problems.ts';

/** `/healthz`: the process lives. `/readyz`: its database answers (it is migrated before it listens). */
export const registerHealth = (app: FastifyInstance, pool: Pool): void => {
  app.get('/healthz', { schema: { hide: true } as object }, async () => ({ status: 'alive' }));
  app.get('/readyz', { schema: { hide: true } as object }, async (_request, reply) => {
    try {
      await pool.query('select 1');
      return { status: 'ready' };
    } catch {
      return sendProblem(reply, 'not-ready');
    }
  });
};
