import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { instant } from '../../../shared/protocol/ids.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import type { Ports } from '../ports.ts';
import { actKey, listAudit } from './acts.ts';
import { operatorSchema } from './operator-routes.ts';

const act = z.object({
  id: z.int(),
  at: instant,
  actor: z.string(),
  act: z.string(),
  subject: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** What operators did. */
export const registerActRoutes = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/v1/audit',
    {
      schema: {
        ...operatorSchema('List what operators did', 'audit'),
        querystring: z.strictObject(pageQuery(actKey)),
        response: { 200: z.object({ acts: z.array(act).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listAudit(ports.pool, query),
  );
};
