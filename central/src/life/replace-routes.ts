import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { day, routeId, terminalId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import { onceHeaders } from '../http/request-headers.ts';
import type { Ports } from '../ports.ts';
import { replaceTerminal } from './replace-terminal.ts';
import { actInDepot } from './run-act.ts';

const replaced = z.object({
  old: terminalId,
  new: terminalId,
  routes: z.array(z.object({ id: routeId, name: z.string(), day, open: z.int() })).readonly(),
  messages: z.object({
    none: z.int(),
    waits: z.int(),
    right: z.int(),
    follows: z.int(),
    replaced: z.int(),
    wrong: z.int(),
  }),
});

/** A terminal in the place of another one. */
export const registerReplaceRoutes = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '/v1/terminals/:terminal/replace',
    {
      schema: {
        ...operatorSchema(
          'replaceTerminal',
          'Give the open routes of a terminal to another one, with new codes, and revoke it',
          'terminals',
          {
            problems: [
              'no-such-terminal',
              'same-terminal',
              'terminal-is-revoked',
              'not-wiped',
              'other-depot',
              'unknown-route',
              'unknown-driver',
              'route-without-driver',
            ],
          },
        ),
        params: z.object({ terminal: terminalId }),
        headers: onceHeaders,
        body: z
          .strictObject({ by: terminalId, lost: z.boolean().default(false) })
          .meta({ examples: [{ by: '9b1d2e64-8c1f-4c58-b1a7-53f8f0a4c0de', lost: true }] }),
        response: { 200: replaced },
      },
    },
    async (request, reply) => {
      const { terminal } = request.params;
      const { by, lost } = request.body;
      const depot = await depotOf(ports.pool, 'terminal', terminal);
      if (depot === null) return sendProblem(reply, 'no-such-terminal');
      return await actInDepot(ports, request, reply, depot, (context) =>
        replaceTerminal(context, terminal, by, lost),
      );
    },
  );
};
