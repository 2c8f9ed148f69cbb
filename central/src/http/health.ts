import type { FastifyInstance } from 'fastify';
import type { Durability } from '../database/durability.ts';
import type { Pool } from '../database/pool.ts';
import { sendProblem } from './problems.ts';

/**
 * `/healthz`: the process lives. `/readyz`: its database answers (it is migrated before it listens), and
 * whether what is acknowledged survives the loss of one machine; central works either way.
 */
export const registerHealth = (
  app: FastifyInstance,
  pool: Pool,
  durability: () => Durability | null,
): void => {
  app.get('/healthz', { schema: { hide: true } as object }, async () => ({ status: 'alive' }));
  app.get('/readyz', { schema: { hide: true } as object }, async (_request, reply) => {
    try {
      await pool.query('select 1');
      const { survivesLoss = null, why = '' } = durability() ?? {};
      return { status: 'ready', survivesLossOfMachine: survivesLoss, why };
    } catch {
      return sendProblem(reply, 'not-ready');
    }
  });
};
