import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

const hasNul = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return false;
  return Object.entries(value).some(([name, one]) => hasNul(name) || hasNul(one));
};

/** Refuses what has the character U+0000 in any text of it: no text of the database can have it. */
export const refuseNul = (scope: FastifyInstance): void => {
  scope.addHook(
    'preValidation',
    async (
      { params, query, body }: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> => {
      const found = Object.entries({ path: params, query, body }).find(([, part]) => hasNul(part));
      if (found === undefined) return undefined;
      const [where] = found;
      const message = 'No text may contain the character U+0000.';
      return sendProblem(reply, 'bad-request', { issues: [{ where, code: 'nul', message }] });
    },
  );
};
