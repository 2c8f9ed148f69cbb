import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { appVersion } from '../../../shared/protocol/api/terminal.ts';
import { depotId, hash, instant, terminalId } from '../../../shared/protocol/ids.ts';
import { depotOf, scopeOf } from '../database/depot-of.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { byDepotOrTerminal, inDepot, nameField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { LIFE_MINUTES, makeEnrolmentCode } from './enrolment-tokens.ts';
import { renameTerminal } from './rename-terminal.ts';
import { listTerminals, revokeTerminal, terminalKey, viewTerminal } from './terminals.ts';

const terminal = z
  .object({
    id: terminalId,
    name: z.string(),
    depot: depotId,
    platform: z.string().meta({ description: 'what it runs on, as it said last' }),
    app: appVersion
      .nullable()
      .meta({ description: 'the version of its app, as it said with its last docking' }),
    behind: z.boolean().meta({
      description: 'whether it runs less than the newest that a terminal of its depot does',
    }),
    status: z.enum(['enrolled', 'wiped', 'revoked']),
    fingerprint: hash,
    enrolledAt: instant,
    acknowledged: z.int(),
    lastDock: instant.nullable(),
    open: z.int(),
    findings: z.int(),
    wiped: z.object({ sequence: z.int(), hash, at: instant, receivedAt: instant }).nullable(),
  })
  .meta({ id: 'Terminal' });

/** Terminals: enrolment codes, the list with its progress, revocation. */
export const registerTerminalRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/enrolment-codes',
    {
      schema: {
        ...operatorSchema(
          'createEnrolmentCode',
          'Create an enrolment code for one terminal; it works once, within 15 minutes or as long as asked for',
          'terminals',
          { problems: ['unknown-depot'] },
        ),
        params: inDepot,
        body: z
          .strictObject({
            name: nameField,
            minutes: z
              .int()
              .min(1)
              .max(LIFE_MINUTES.most)
              .default(LIFE_MINUTES.usual)
              .meta({ description: 'how long it works' }),
          })
          .meta({ examples: [{ name: 'Handheld 1' }] }),
        response: { 201: z.object({ code: z.string(), expires: instant }) },
      },
    },
    async (request, reply) => {
      const depot = await findDepot(ports.pool, request.params.depot);
      if (depot === null) return sendProblem(reply, 'unknown-depot');
      const operator = operatorOf(request);
      const { name, minutes } = request.body;
      const offer = await makeEnrolmentCode(ports, operator, depot.id, name, minutes);
      return reply.code(201).header('cache-control', 'no-store').send(offer);
    },
  );

  app.get(
    '/v1/terminals',
    {
      schema: {
        ...operatorSchema(
          'listTerminals',
          'List terminals and how many log entries each has sent',
          'terminals',
          { problems: ['depot-missing'] },
        ),
        querystring: z.strictObject({
          ...byDepotOrTerminal,
          name: z.string().max(120).optional(),
          ...pageQuery(terminalKey),
        }),
        response: { 200: z.object({ terminals: z.array(terminal).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listTerminals(ports.pool, await scopeOf(ports.pool, query), query),
  );

  app.patch(
    '/v1/terminals/:terminal',
    {
      schema: {
        ...operatorSchema(
          'renameTerminal',
          'Rename a terminal; it is told with its next docking',
          'terminals',
          { problems: ['no-such-terminal', 'terminal-is-revoked', 'name-taken'] },
        ),
        params: z.object({ terminal: terminalId }),
        body: z.strictObject({ name: nameField }).meta({ examples: [{ name: 'Handheld 7' }] }),
        response: { 200: terminal },
      },
    },
    async (request, reply) => {
      const { terminal: id } = request.params;
      const depot = await depotOf(ports.pool, 'terminal', id);
      if (depot === null) return sendProblem(reply, 'no-such-terminal');
      const { name } = request.body;
      const renamed = await renameTerminal(ports, operatorOf(request), depot, id, name);
      return renamed.ok ? renamed.value : sendProblem(reply, renamed.error);
    },
  );

  app.post(
    '/v1/terminals/:terminal/revoke',
    {
      schema: {
        ...operatorSchema(
          'revokeTerminal',
          'Revoke a terminal, for good; it stops accepting at its next docking',
          'terminals',
          { problems: ['no-such-terminal'] },
        ),
        params: z.object({ terminal: terminalId }),
        response: { 200: terminal },
      },
    },
    async (request, reply) => {
      const { terminal: id } = request.params;
      const depot = await depotOf(ports.pool, 'terminal', id);
      if (depot === null) return sendProblem(reply, 'no-such-terminal');
      await revokeTerminal(ports, operatorOf(request), depot, id);
      const view = await viewTerminal(ports.pool, depot, id);
      return view ?? sendProblem(reply, 'no-such-terminal');
    },
  );
};
