import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant } from '../../../shared/protocol/ids.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag, pageEnd, pageQuery } from '../http/pages.ts';
import { lineProblem } from '../http/problem-members.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { type ImportFailure, type ImportOptions, importId } from './import-options.ts';
import { AGAIN, filledRoute, mappedHeading } from './import-schemas.ts';
import { readRest } from './import-store.ts';
import { findImport, importPlace, listImports } from './import-views.ts';
import type { Imports } from './imports.ts';
import { MEANINGS } from './read-header.ts';

const report = z
  .object({
    rows: z.int(),
    imported: z.int(),
    refused: z.int(),
    routes: z.array(filledRoute).readonly(),
    routeCount: z.int(),
    problems: z.array(lineProblem).readonly(),
    problemCounts: z.record(z.string(), z.int()),
    notes: z.array(lineProblem).readonly(),
    noteCounts: z.record(z.string(), z.int()),
  })
  .meta({ id: 'ImportReport' });

const common = {
  id: z.uuid(),
  kind: z.enum(['table', 'json-lines']),
  state: z.enum(['receiving', 'running', 'done', 'refused', 'failed']),
  goodOnly: z.boolean(),
  dryRun: z.boolean(),
  name: z.string().nullable().meta({ description: 'of the file, where it came from' }),
  by: z.string().nullable().meta({ description: 'who began it' }),
  hasRest: z.boolean(),
  createdAt: instant,
  endedAt: instant.nullable(),
  keptUntil: instant
    .nullable()
    .meta({ description: 'until when the file waits to be mended; null: it does not' }),
};

const importView = z
  .object({
    ...common,
    bytes: z.int(),
    bytesRead: z.int(),
    rowsRead: z.int(),
    report: report.nullable(),
    failure: z.object({ code: z.string(), reason: z.string() }).nullable(),
    sameAs: z
      .object({ id: z.uuid(), at: instant, name: z.string().nullable(), by: z.string().nullable() })
      .nullable()
      .meta({ description: 'the same file, if it was imported in the day before' }),
    columns: z
      .array(
        z.object({
          heading: z.string(),
          meaning: z.enum(MEANINGS).nullable(),
          samples: z.array(z.string()).readonly(),
        }),
      )
      .readonly()
      .nullable()
      .meta({ description: 'of a file that waits' }),
  })
  .meta({ id: 'Import' });

const importSummary = z
  .object({
    ...common,
    rows: z.int().nullable(),
    imported: z.int().nullable(),
    refused: z.int().nullable(),
  })
  .meta({ id: 'ImportSummary' });

const FAILURES: Readonly<Record<ImportFailure, string>> = {
  died: 'Central ended, or lost its database, while it imported the file. Nothing was imported: import it again.',
  stopped: 'Central was stopped while it imported the file. Nothing was imported: import it again.',
  'rights-changed':
    'What you may do changed while central imported the file. Nothing was imported: import it again.',
  internal: 'Central could not import the file; its log says why. Nothing was imported.',
};

const query = z.strictObject({
  goodOnly: flag.default(false),
  dryRun: flag.default(false),
  again: flag.default(false).meta(AGAIN),
  keep: flag
    .default(false)
    .meta({ description: 'whether a table that is not imported waits for a day to be mended' }),
  name: z.string().max(200).optional().meta({ description: 'of the file' }),
  map: z
    .union([mappedHeading.transform((one) => [one]), z.array(mappedHeading).max(50)])
    .default([]),
});

const inImport = z.object({ depot: depotId, import: importId });

/** Kinds of files; what a file really is, its bytes say. */
const JSON_LINES = 'application/x-ndjson';
const KINDS = ['text/csv', 'text/tab-separated-values', 'application/octet-stream', JSON_LINES];

/** What a file's body is, for the description: nothing reads it before it is imported. */
const fileBody = z.string().meta({ format: 'binary' });

/** Files as streams. */
export const registerImportJobs = (
  plain: FastifyInstance,
  ports: Ports,
  imports: Imports,
): void => {
  plain.removeAllContentTypeParsers();
  plain.addContentTypeParser(KINDS, (_request, payload, done) => done(null, payload));
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/imports',
    {
      schema: {
        ...operatorSchema('importFile', 'Import a file of deliveries of any size', 'imports', {
          problems: ['unknown-depot', 'imports-busy', 'import-running', 'file-too-large'],
          location: true,
          takes: fileBody,
        }),
        consumes: KINDS,
        params: inDepot,
        querystring: query,
        response: { 202: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const depot = await findDepot(ports.pool, request.params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const { map: headings, name = null, keep, ...options } = request.query;
      const file = request.body as AsyncIterable<Uint8Array> | undefined;
      if (file === undefined) return sendProblem(reply, 'bad-request');
      const isJson = request.headers['content-type']?.startsWith(JSON_LINES) === true;
      const kind = isJson ? 'json-lines' : 'table';
      const how: ImportOptions = { ...options, kind, headings, name, keep: keep && !isJson };
      const begun = await imports.begin(operatorOf(request), depot, how, file);
      if (!begun.ok) return sendProblem(reply, begun.error);
      return reply
        .code(202)
        .header('location', `/v1/depots/${depot.id}/imports/${begun.value}`)
        .send({ id: begun.value });
    },
  );

  app.get(
    '/v1/depots/:depot/imports',
    {
      schema: {
        ...operatorSchema(
          'listImports',
          "List a depot's imports of the last week, the newest first",
          'imports',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        querystring: z.strictObject(pageQuery(importPlace)),
        response: { 200: z.object({ imports: z.array(importSummary).readonly(), ...pageEnd }) },
      },
    },
    async ({ params, query: page }, reply) => {
      const depot = await findDepot(ports.pool, params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      return listImports(ports.pool, depot.id, page);
    },
  );

  app.get(
    '/v1/depots/:depot/imports/:import',
    {
      schema: {
        ...operatorSchema('getImport', 'Show how far an import is, or what came of it', 'imports', {
          problems: ['unknown-import'],
        }),
        params: inImport,
        response: { 200: importView },
      },
    },
    async ({ params: { depot, import: id } }, reply) => {
      const found = await findImport(ports.pool, { depot, id });
      if (found === null) return sendProblem(reply, 'unknown-import');
      const { failure } = found;
      return {
        ...found,
        failure: failure === null ? null : { code: failure, reason: FAILURES[failure] },
      };
    },
  );

  app.get(
    '/v1/depots/:depot/imports/:import/rest',
    {
      schema: {
        ...operatorSchema(
          'getImportRest',
          'The rows of a file that were not imported, as it has them',
          'imports',
          {
            problems: ['unknown-import'],
            sends: { 'text/csv': z.string(), [JSON_LINES]: z.string() },
          },
        ),
        produces: ['text/csv', JSON_LINES],
        params: inImport,
      },
    },
    async ({ params: { depot, import: id } }, reply) => {
      const found = await findImport(ports.pool, { depot, id });
      if (found?.hasRest !== true) return sendProblem(reply, 'unknown-import');
      return reply
        .type(found.kind === 'table' ? 'text/csv; charset=utf-8' : JSON_LINES)
        .send(Readable.from(readRest(ports.pool, { depot, id })));
    },
  );
};
