import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId, type depotId, instant, operatorId } from '../../../shared/protocol/ids.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery, wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { byDepotOrTerminal, inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { listColleagues } from './assign-cases.ts';
import { caseView, wholeCase } from './case-view.ts';
import { caseKey, countCases, findCase, listCases } from './list-cases.ts';
import { viewCase } from './view-case.ts';

/** How a case is named in an address. */
export const ofCase = z.object({ case: z.coerce.number().int().min(1) });

const colleague = z.object({ id: z.uuid(), name: z.string() });

const asked = z
  .strictObject({
    ...byDepotOrTerminal,
    ...pageQuery(caseKey),
    state: z.enum(['open', 'settled']).default('open'),
    kind: z.enum(['finding', 'exception']).optional(),
    /** Only those that can be decided together with one that has the same. */
    like: z.string().max(200).optional(),
    delivery: deliveryId.optional(),
    /** An operator's, one's own, or nobody's. */
    assigned: z.union([operatorId, z.enum(['me', 'nobody'])]).optional(),
  })
  .refine(
    ({ state, cursor }) =>
      cursor === undefined || (state === 'open') === (typeof cursor[0] === 'string'),
    { path: ['cursor'], message: 'is no cursor of this list' },
  );

/** Tells those who look on that something has changed. */
type Tell = (depot: z.infer<typeof depotId>) => void;

/** What a person must decide, what was decided, and who else looks at it. */
export const registerCaseRoutes =
  (tellViewers: Tell) =>
  (plain: FastifyInstance, ports: Ports): void => {
    const app = plain.withTypeProvider<ZodTypeProvider>();

    app.get(
      '/v1/cases',
      {
        schema: {
          ...operatorSchema(
            'listCases',
            'List what a person must decide, or what was decided',
            'cases',
            { problems: ['depot-missing'] },
          ),
          querystring: asked,
          response: { 200: z.object({ cases: z.array(caseView).readonly(), ...pageEnd }) },
        },
      },
      async (request) => {
        const { assigned, depot, terminal, ...filter } = request.query;
        const whose = assigned === 'me' ? operatorOf(request).id : assigned;
        const scope = await scopeOf(ports.pool, { depot, terminal });
        return listCases(ports.pool, scope, { ...filter, assigned: whose });
      },
    );

    app.get(
      '/v1/depots/:depot/case-counts',
      {
        schema: {
          ...operatorSchema(
            'countCases',
            'Count what somebody must decide, like cases together',
            'cases',
            { problems: ['unknown-depot'] },
          ),
          params: inDepot,
          querystring: wholeList,
          response: {
            200: z.object({
              at: instant,
              open: z.int(),
              own: z.int(),
              alike: z
                .array(
                  caseView
                    .pick({ like: true, kind: true, code: true, terminal: true })
                    .extend({ count: z.int(), first: z.int() }),
                )
                .readonly(),
            }),
          },
        },
      },
      async (request) => {
        const counts = await countCases(ports.pool, request.params.depot, operatorOf(request).id);
        return { at: ports.now(), ...counts };
      },
    );

    app.get(
      '/v1/depots/:depot/colleagues',
      {
        schema: {
          ...operatorSchema('listColleagues', 'List the people who may settle cases', 'cases'),
          params: inDepot,
          querystring: wholeList,
          response: { 200: z.object({ colleagues: z.array(colleague).readonly() }) },
        },
      },
      async ({ params }) => ({ colleagues: await listColleagues(ports.pool, params.depot) }),
    );

    app.get(
      '/v1/cases/:case',
      {
        schema: {
          ...operatorSchema('getCase', 'Get one case, with what was done with it', 'cases', {
            problems: ['unknown-case'],
          }),
          params: ofCase,
          response: { 200: wholeCase },
        },
      },
      async ({ params }, reply) => {
        const depot = await depotOf(ports.pool, 'case_file', params.case);
        const found = depot === null ? null : await findCase(ports.pool, depot, params.case);
        return found ?? sendProblem(reply, 'unknown-case');
      },
    );

    app.post(
      '/v1/cases/:case/view',
      {
        schema: {
          ...operatorSchema(
            'viewCase',
            'Say that one looks at a case, or has stopped, and hear who else does',
            'cases',
            { problems: ['unknown-case'] },
          ),
          params: ofCase,
          body: z.strictObject({ here: z.boolean() }).meta({ examples: [{ here: true }] }),
          response: { 200: z.object({ others: z.array(colleague).readonly() }) },
        },
      },
      async (request, reply) => {
        const { params, body } = request;
        const depot = await depotOf(ports.pool, 'case_file', params.case);
        if (depot === null) return sendProblem(reply, 'unknown-case');
        const who = operatorOf(request);
        const { others, isNews } = await viewCase(ports.pool, who, depot, params.case, body.here);
        if (isNews) tellViewers(depot);
        return { others };
      },
    );
  };
