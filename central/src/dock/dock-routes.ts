import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import {
  enrolAnswer,
  enrolRequest,
  entriesAnswer,
  entriesRequest,
  PATHS,
  rolledBackReport,
  timeAnswer,
  timeRequest,
} from '../../../shared/protocol/api/terminal.ts';
import { terminalSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { keepRolledBack } from '../proof/findings.ts';
import { enrol } from '../terminals/enrol.ts';
import {
  makeEnrolAuth,
  makeTerminalAuth,
  SIGNATURE_PROBLEMS,
  terminalOf,
} from '../terminals/terminal-auth.ts';
import { pullManifest } from './manifest-page.ts';
import { takeEntries } from './take-entries.ts';
import { tellTime, timeQuery } from './tell-time.ts';

/** Why a docking is refused before it is looked at. */
const SIGNED = [...SIGNATURE_PROBLEMS, 'busy'] as const;
const ENROLLING = [
  ...SIGNED,
  'bad-key',
  'enrolment-token-unknown',
  'enrolment-token-used',
  'enrolment-token-expired',
  'already-enrolled',
] as const;
const afterQuery = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

const KNOWS_MORE =
  'a terminal knows a later list of keys than this database: it came out of a backup; end again what was ended since';

const OTHER_ROOT =
  'a terminal trusts a root key that this database does not have: it came out of a backup from before that was prepared, or the terminal was moved by somebody who had the root key';

/**
 * What terminals ask for. Signatures are verified before anything else is looked at. Every act
 * is idempotent by its nature (keys, nonce, entry numbers, cursor), so no answers are stored
 * under the idempotency key.
 */
export const registerDockRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const preValidation = makeTerminalAuth(ports, { revoked: 'refused' });
  const revokedToo = makeTerminalAuth(ports, { revoked: 'admitted' });

  app.post(
    PATHS.enrol,
    {
      preValidation: makeEnrolAuth(ports),
      schema: {
        ...terminalSchema(
          'enrol',
          'Enrol with a token; signed with the key that it shows',
          'terminal',
          { problems: ENROLLING },
        ),
        body: enrolRequest,
        response: { 200: enrolAnswer },
      },
    },
    async (request, reply) => {
      const answer = await enrol(ports, request.body);
      return answer.ok ? answer.value : sendProblem(reply, answer.error);
    },
  );

  app.post(
    PATHS.time,
    {
      preValidation: revokedToo,
      schema: {
        ...terminalSchema('getTime', 'Get signed time', 'terminal', { problems: SIGNED }),
        querystring: timeQuery,
        body: timeRequest,
        response: { 200: timeAnswer },
      },
    },
    async (request) => {
      const [terminal, { body, query }] = [terminalOf(request), request];
      if ((query.keys ?? 0) > ports.keys.listIssued) {
        request.log.warn({ terminal: terminal.id }, KNOWS_MORE);
      }
      if (query.root !== undefined && ports.keys.roots.known(query.root) === null) {
        request.log.warn({ terminal: terminal.id }, OTHER_ROOT);
      }
      return tellTime(ports, terminal, body.nonce, query);
    },
  );

  app.post(
    PATHS.entries,
    {
      preValidation: revokedToo,
      schema: {
        ...terminalSchema('sendEntries', 'Send log entries, in order', 'terminal', {
          problems: SIGNED,
        }),
        body: entriesRequest,
        response: { 200: entriesAnswer },
      },
    },
    async (request) => takeEntries(ports, terminalOf(request), request.body.entries),
  );

  app.post(
    PATHS.rolledBack,
    {
      preValidation: revokedToo,
      schema: {
        ...terminalSchema('reportRolledBack', 'Report that the store is an old copy', 'terminal', {
          problems: SIGNED,
        }),
        body: rolledBackReport,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await keepRolledBack(ports.pool, terminalOf(request), request.body, ports.now());
      return reply.code(204).send(null);
    },
  );

  // What is sent is the text that was signed, of the form that the schema says.
  plain.get<{ Querystring: z.output<typeof afterQuery> }>(
    PATHS.manifest,
    {
      preValidation,
      schema: {
        ...terminalSchema(
          'pullManifest',
          'The signed page of the manifest after a cursor',
          'terminal',
          { problems: [...SIGNED, 'revoked-terminal', 'cursor-unknown'] },
        ),
        querystring: afterQuery,
        response: { 200: signedDocument },
      },
    },
    async (request, reply) => {
      const page = await pullManifest(ports, terminalOf(request), request.query.after);
      if (!page.ok) return sendProblem(reply, page.error);
      // A terminal in its dock asks each minute: that it docked was told when it did.
      request.isNoNews = page.value.isEmpty;
      return reply
        .type('application/json; charset=utf-8')
        .serializer((text: unknown) => String(text))
        .send(page.value.text);
    },
  );
};
