import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, epoch } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import type { OutboxMessage, Ports } from '../ports.ts';

const message = z.object({
  at: z.int(),
  to: z.string(),
  issue: z.string(),
  text: z.string(),
  delivery: deliveryId.nullable(),
  epoch: epoch.nullable(),
});
type Issue = { readonly id: string } & Pick<z.infer<typeof message>, 'delivery' | 'epoch'>;

const findIssues = async (
  db: Database,
  sent: readonly OutboxMessage[],
): Promise<Map<string, Issue>> => {
  const { rows } = await db.query<Issue>(
    `select issue.id, issue.delivery, issue.epoch
     from unnest($1::uuid[], $2::text[]) as sent (depot, issue)
       join issue on issue.depot = sent.depot and issue.id::text = sent.issue`,
    [sent.map(({ depot }) => depot), sent.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
};

/** The development outbox: everything that would have been sent, codes included. */
export const registerOutboxRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/outbox',
    {
      schema: {
        ...operatorSchema('Messages of the development SMS provider', 'sms'),
        response: {
          200: z.object({
            provider: z.literal('outbox'),
            development: z.literal(true),
            messages: z.array(message),
          }),
        },
      },
    },
    async (_request, reply) => {
      if (ports.outbox === null) return sendProblem(reply, 'no-outbox');
      const sent = await ports.outbox.list();
      const issues = await findIssues(ports.pool, sent);
      const messages = sent.map(({ at, to, text, id }) => ({
        at,
        to,
        issue: id,
        text,
        delivery: issues.get(id)?.delivery ?? null,
        epoch: issues.get(id)?.epoch ?? null,
      }));
      reply.header('cache-control', 'no-store');
      return { provider: 'outbox' as const, development: true as const, messages };
    },
  );
};
