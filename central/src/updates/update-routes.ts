import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import { PATHS, releasePiece } from '../../../shared/protocol/api/terminal.ts';
import { releaseFileName } from '../../../shared/protocol/update/release.ts';
import { terminalSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { makeTerminalAuth, SIGNATURE_PROBLEMS as SIGNED } from '../terminals/terminal-auth.ts';

const pieceQuery = z.object({
  name: releaseFileName,
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

/** Updates of the app, for enrolled terminals alone. */
export const registerUpdateRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const preValidation = makeTerminalAuth(ports, { revoked: 'refused' });
  const { updates } = ports;

  app.get(
    PATHS.release,
    {
      preValidation,
      schema: {
        ...terminalSchema(
          'getRelease',
          'The signed release that terminals are offered, if there is one',
          'terminal',
          { problems: [...SIGNED, 'revoked-terminal'] },
        ),
        response: { 200: signedDocument, 204: z.null() },
      },
    },
    async (_request, reply) => (await updates?.release()) ?? reply.code(204).send(null),
  );

  app.get(
    PATHS.releaseFile,
    {
      preValidation,
      schema: {
        ...terminalSchema(
          'getReleasePiece',
          'A piece of a file of the release, from a byte on; empty at its end',
          'terminal',
          { problems: [...SIGNED, 'revoked-terminal', 'not-found'] },
        ),
        querystring: pieceQuery,
        response: { 200: releasePiece },
      },
    },
    async (request, reply) => {
      const { name, from } = request.query;
      const piece = await updates?.piece(name, from);
      if (piece === null || piece === undefined) return sendProblem(reply, 'not-found');
      return { from, bytes: Buffer.from(piece).toString('base64url') };
    },
  );
};
