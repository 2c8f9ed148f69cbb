import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId } from '../../../shared/protocol/ids.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import { lineProblem } from '../http/problem-members.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import type { Ports } from '../ports.ts';
import { importId } from './import-options.ts';
import { AGAIN, mappedHeading } from './import-schemas.ts';
import type { Imports } from './imports.ts';
import { judgeKeptRow } from './judge-kept-row.ts';
import { changeRow, findKept, listKeptRows } from './kept-file.ts';

const inImport = z.object({ depot: depotId, import: importId });

const keptRow = z
  .object({
    line: z.int(),
    cells: z.array(z.string()).readonly(),
    problems: z.array(lineProblem).readonly(),
    mended: z.boolean(),
    leftOut: z.boolean(),
    meant: z.boolean(),
  })
  .meta({ id: 'ImportRow' });

const MAX_CELL = 65_536;
const change = z
  .strictObject({
    cells: z.array(z.string().max(MAX_CELL)).max(1_000).optional(),
    leftOut: z.boolean().optional(),
    meant: z.boolean().optional().meta(AGAIN),
  })
  .meta({ examples: [{ leftOut: true }] });

/** Files that wait: the rows that need a person, what one makes of them, and the import then. */
export const registerKeptFileRoutes = (
  plain: FastifyInstance,
  ports: Ports,
  imports: Imports,
): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/depots/:depot/imports/:import/rows',
    {
      schema: {
        ...operatorSchema(
          'listImportRows',
          'List the rows of a file that waits which need a person, or were changed by one',
          'imports',
          { problems: ['import-over'] },
        ),
        params: inImport,
        querystring: z.strictObject(pageQuery(z.int())),
        response: { 200: z.object({ rows: z.array(keptRow).readonly(), ...pageEnd }) },
      },
    },
    async ({ params: { depot, import: id }, query }, reply) => {
      const key = { depot, id };
      if ((await findKept(ports.pool, key, ports.now())) === null) {
        return sendProblem(reply, 'import-over');
      }
      return listKeptRows(ports.pool, key, query);
    },
  );

  app.patch(
    '/v1/depots/:depot/imports/:import/rows/:line',
    {
      schema: {
        ...operatorSchema(
          'changeImportRow',
          'Mend a row of a file that waits, or leave it out; the answer says what is still wrong',
          'imports',
          { problems: ['unknown-depot', 'import-over', 'unknown-import'] },
        ),
        params: inImport.extend({ line: z.coerce.number().int().min(1) }),
        body: change,
        response: { 200: keptRow },
      },
    },
    async ({ params: { import: id, line, ...asked }, body }, reply) => {
      const depot = await findDepot(ports.pool, asked.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const key = { depot: depot.id, id };
      const kept = await findKept(ports.pool, key, ports.now());
      if (kept === null) return sendProblem(reply, 'import-over');
      const { cells } = body;
      const problems =
        cells === undefined
          ? null
          : await judgeKeptRow(ports.pool, depot, kept, { line, cells }, ports.now());
      const row = await changeRow(ports.pool, key, line, body, problems);
      return row ?? sendProblem(reply, 'unknown-import');
    },
  );

  app.post(
    '/v1/depots/:depot/imports/:import/run',
    {
      schema: {
        ...operatorSchema(
          'runImport',
          'Read a file that waits once more, as it was mended: to look again, or to import it',
          'imports',
          { problems: ['unknown-depot', 'imports-busy', 'import-running', 'import-over'] },
        ),
        params: inImport,
        body: z
          .strictObject({
            dryRun: z.boolean().default(false),
            goodOnly: z.boolean().default(false),
            map: z.array(mappedHeading).max(50).default([]),
          })
          .meta({
            // What a heading means is read from its text, and zod has no examples of what it reads.
            'x-examples': { run: { value: { goodOnly: true, map: ['Handy-Nr=phone'] } } },
          }),
        response: { 202: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const depot = await findDepot(ports.pool, request.params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const { map: headings, ...how } = request.body;
      const operator = operatorOf(request);
      const { import: id } = request.params;
      const begun = await imports.again(operator, depot, id, { ...how, headings });
      if (!begun.ok) return sendProblem(reply, begun.error);
      return reply.code(202).send({ id: begun.value });
    },
  );
};
