import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, epoch } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { OutboxMessage, Ports } from '../ports.ts';

const message = z
  .object({
    at: z.int(),
    to: z.string(),
    issue: z.string().nullable(),
    text: z.string(),
    delivery: deliveryId.nullable(),
    epoch: epoch.nullable(),
  })
  .meta({ id: 'OutboxMessage' });
type Issue = { readonly id: string; readonly issue: string } & Pick<
  z.infer<typeof message>,
  'delivery' | 'epoch'
>;

const findIssues = async (
  db: Database,
  sent: readonly OutboxMessage[],
): Promise<Map<string, Issue>> => {
  const { rows } = await db.query<Issue>(
    `select message.id, issue.id as issue, issue.delivery, issue.epoch
     from unnest($1::uuid[], $2::text[]) as sent (depot, id)
       join message on message.depot = sent.depot and message.id::text = sent.id
       join issue on issue.depot = message.depot and issue.id = message.issue`,
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
        ...operatorSchema('listOutbox', 'Messages of the development SMS provider', 'messages', {
          problems: ['no-outbox'],
        }),
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
        issue: issues.get(id)?.issue ?? null,
        text,
        delivery: issues.get(id)?.delivery ?? null,
        epoch: issues.get(id)?.epoch ?? null,
      }));
      reply.header('cache-control', 'no-store');
      return { provider: 'outbox' as const, development: true as const, messages };
    },
  );
};
