import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type DepotId, operatorId } from '../../../shared/protocol/ids.ts';
import { ok } from '../../../shared/result.ts';
import { depotOf } from '../database/depot-of.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { onceHeaders } from '../http/request-headers.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import { actInDepot } from '../life/run-act.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, lineField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { assignCases } from './assign-cases.ts';
import { ofCase } from './case-routes.ts';
import { decision } from './decisions.ts';
import { reopenCase } from './reopen-case.ts';
import { settleCases } from './settle-cases.ts';

const MOST_AT_ONCE = 500;

const ids = z
  .array(z.int().min(1))
  .min(1)
  .max(MOST_AT_ONCE)
  .refine((list) => new Set(list).size === list.length, 'a case must be named once');
const given = z
  .array(z.strictObject({ id: z.int().min(1), from: operatorId.nullable() }))
  .min(1)
  .max(MOST_AT_ONCE)
  .refine(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    'a case must be named once',
  );

/** Which cases it was done with. */
const done = z.object({ cases: z.array(z.int()).readonly() });

/** The open case of a finding; null: it is settled. */
const caseOf = async (tx: Transaction, depot: DepotId, finding: number): Promise<number | null> =>
  (
    await tx.query<{ id: number }>(
      `select c.id from finding f join case_file c on c.depot = f.depot and c.settled_at is null
         and (c.finding = f.id or (c.terminal = f.terminal and c.entry_hash = f.entry_hash
           and c.kind = 'finding'))
       where f.depot = $1 and f.id = $2 and f.settled_at is null`,
      [depot, finding],
    )
  ).rows[0]?.id ?? null;

/** What is done with cases: given to somebody, settled, taken up again. */
export const registerCaseActRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/cases/settle',
    {
      schema: {
        ...operatorSchema(
          'settleCases',
          'Decide cases, all of them or none, with the reason',
          'cases',
          {
            problems: [
              'unknown-case',
              'case-settled',
              'other-decision',
              'not-countable',
              'delivery-counted',
            ],
          },
        ),
        params: inDepot,
        headers: onceHeaders,
        body: z.strictObject({ cases: ids, decision }).meta({
          examples: [
            { cases: [12, 13], decision: { as: 'dismissed', code: 'copied-device', reason: null } },
          ],
        }),
        response: { 200: done },
      },
    },
    async (request, reply) =>
      await actInDepot(ports, request, reply, request.params.depot, async (context) => {
        const { cases, decision: decided } = request.body;
        const settled = await settleCases(context, ports.verify, cases, decided);
        return settled.ok ? ok({ cases }) : settled;
      }),
  );

  app.post(
    '/v1/depots/:depot/cases/assign',
    {
      schema: {
        ...operatorSchema(
          'assignCases',
          'Give cases to somebody, or to nobody; all of them or none',
          'cases',
          { problems: ['unknown-case', 'unknown-operator', 'case-settled', 'case-assigned'] },
        ),
        params: inDepot,
        headers: onceHeaders,
        body: z
          .strictObject({
            /** Each with who has it, as far as whoever asks has seen. */
            cases: given,
            /** Null: nobody has them any more. */
            to: operatorId.nullable(),
          })
          .meta({
            examples: [
              { cases: [{ id: 12, from: null }], to: '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11' },
            ],
          }),
        response: { 200: done },
      },
    },
    async (request, reply) =>
      await actInDepot(ports, request, reply, request.params.depot, async (context) => {
        const { cases, to } = request.body;
        const assigned = await assignCases(context, cases, to);
        return assigned.ok ? ok({ cases: cases.map(({ id }) => id) }) : assigned;
      }),
  );

  app.post(
    '/v1/cases/:case/reopen',
    {
      schema: {
        ...operatorSchema(
          'reopenCase',
          'Take a decision back that was wrong, with the reason',
          'cases',
          { problems: ['unknown-case', 'case-open', 'case-overtaken'] },
        ),
        params: ofCase,
        headers: onceHeaders,
        body: z
          .strictObject({ reason: lineField(200) })
          .meta({ examples: [{ reason: 'The customer called: the parcel is there' }] }),
        response: { 200: done },
      },
    },
    async (request, reply) => {
      const depot = await depotOf(ports.pool, 'case_file', request.params.case);
      if (depot === null) return sendProblem(reply, 'unknown-case');
      return await actInDepot(ports, request, reply, depot, async (context) => {
        const reopened = await reopenCase(context, request.params.case, request.body.reason);
        return reopened.ok ? ok({ cases: [request.params.case] }) : reopened;
      });
    },
  );

  app.post(
    '/v1/findings/:finding/settle',
    {
      schema: {
        ...operatorSchema(
          'settleFinding',
          'Say what comes of a finding: its hand-over counts, or not',
          'proof',
          { problems: ['unknown-finding', 'finding-settled', 'not-countable', 'delivery-counted'] },
        ),
        params: z.object({ finding: z.coerce.number().int().min(1) }),
        body: z
          .strictObject({ counts: z.boolean(), reason: lineField(200) })
          .meta({ examples: [{ counts: true, reason: 'The customer has the parcel' }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { finding: id } = request.params;
      const { counts, reason } = request.body;
      const depot = await depotOf(ports.pool, 'finding', id);
      if (depot === null) return sendProblem(reply, 'unknown-finding');
      await transaction(ports.pool, async (tx) => {
        const context = { tx, operator: operatorOf(request), depot, now: ports.now() };
        const own = await caseOf(tx, depot, id);
        if (own === null) throw new ThrownProblem('finding-settled');
        const decided = { as: counts ? 'counted' : 'dismissed', code: 'other', reason } as const;
        const settled = await settleCases(context, ports.verify, [own], decided);
        if (settled.ok) return;
        const { code } = settled.error;
        throw new ThrownProblem(code === 'case-settled' ? 'finding-settled' : code);
      });
      return reply.code(204).send(null);
    },
  );
};
