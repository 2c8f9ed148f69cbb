import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag } from '../http/pages.ts';
import { lineProblem } from '../http/problem-members.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { changeHeadings, listMappedHeadings } from './column-map.ts';
import { COLUMN_NAMES, otherNamesOf } from './column-names.ts';
import { registerImportJobs } from './import-job-routes.ts';
import { AGAIN, filledRoute, mappedHeading } from './import-schemas.ts';
import { importSmall } from './import-small.ts';
import { makeImports } from './imports.ts';
import { registerKeptFileRoutes } from './kept-file-routes.ts';
import { MEANINGS } from './read-header.ts';
import { makeTemplate } from './template.ts';

const imported = z.object({
  imported: z.int(),
  routes: z.array(filledRoute).readonly(),
  notes: z.array(lineProblem).readonly(),
});

const headings = z
  .object({
    columns: z.array(z.object({ name: z.string(), others: z.array(z.string()).readonly() })),
    headings: z.array(z.object({ heading: z.string(), meaning: z.enum(MEANINGS) })),
  })
  .meta({ id: 'ImportHeadings' });

const headingsOf = async ({ pool }: Pick<Ports, 'pool'>, depot: DepotId) => ({
  columns: COLUMN_NAMES.map((name) => ({ name, others: otherNamesOf(name) })),
  headings: await listMappedHeadings(pool, depot),
});

/** Importing files of deliveries. */
export const registerImportRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const onError = (error: unknown) => plain.log.error({ err: error }, 'an import failed');
  const imports = makeImports(ports, onError);
  plain.addHook('onClose', imports.stop);
  void plain.register(async (scope) => registerImportJobs(scope, ports, imports));
  registerKeptFileRoutes(plain, ports, imports);
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/deliveries',
    {
      schema: {
        ...operatorSchema(
          'importSmallFile',
          'Import a small file of deliveries, all or none',
          'imports',
          { problems: ['unknown-depot', 'import-running', 'csv-refused'] },
        ),
        consumes: ['text/csv', 'text/tab-separated-values'],
        params: inDepot,
        querystring: z.strictObject({ again: flag.default(false).meta(AGAIN) }),
        body: z
          .instanceof(Buffer)
          .meta({ type: 'string', examples: ['route,position,customer,…'] }),
        response: { 201: imported },
      },
    },
    async (request, reply) => {
      const depot = await findDepot(ports.pool, request.params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const taken = await importSmall(
        ports,
        operatorOf(request),
        depot,
        request.body,
        request.query.again,
      );
      if (taken.ok) {
        const { imported: count, routes, notes } = taken.value;
        return reply.code(201).send({ imported: count, routes, notes });
      }
      if (taken.error === 'import-running') return sendProblem(reply, 'import-running');
      return sendProblem(reply, 'csv-refused', { lines: taken.error.problems });
    },
  );

  app.get(
    '/v1/depots/:depot/import-headings',
    {
      schema: {
        ...operatorSchema(
          'getImportHeadings',
          'List the columns of files, and what headings mean',
          'imports',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        response: { 200: headings },
      },
    },
    async ({ params: { depot } }, reply) =>
      (await findDepot(ports.pool, depot)) === null
        ? sendProblem(reply, 'unknown-depot')
        : headingsOf(ports, depot),
  );

  app.patch(
    '/v1/depots/:depot/import-headings',
    {
      schema: {
        ...operatorSchema(
          'updateImportHeadings',
          "Change what headings of a depot's files mean",
          'imports',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        body: z
          .strictObject({
            map: z.array(mappedHeading).max(50).default([]),
            forget: z.array(z.string().max(240)).max(50).default([]),
          })
          .meta({
            // What a heading means is read from its text, and zod has no examples of what it reads.
            'x-examples': { headings: { value: { map: ['Handy-Nr=phone'], forget: ['Shop'] } } },
          }),
        response: { 200: headings },
      },
    },
    async (request, reply) => {
      const { depot } = request.params;
      if ((await findDepot(ports.pool, depot)) === null) return sendProblem(reply, 'unknown-depot');
      await changeHeadings(ports, operatorOf(request), depot, request.body);
      return headingsOf(ports, depot);
    },
  );

  app.get(
    '/v1/depots/:depot/import-template',
    {
      schema: {
        ...operatorSchema(
          'getImportTemplate',
          'A file to fill, with an example for tomorrow',
          'imports',
          { problems: ['unknown-depot'], sends: { 'text/csv': z.string() } },
        ),
        produces: ['text/csv'],
        params: inDepot,
      },
    },
    async ({ params }, reply) => {
      const depot = await findDepot(ports.pool, params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="deliveries.csv"')
        .send(makeTemplate(depot.timeZone, ports.now()));
    },
  );
};
