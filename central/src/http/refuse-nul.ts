import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problems.ts';

/** However deep it is: what is left to look at stands in a list, and not on the stack. */
const hasNul = (whole: unknown): boolean => {
  const left = [whole];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    // A file comes as bytes or as a stream, and is read by whoever takes it.
    const isFile = value instanceof Uint8Array || value instanceof Readable;
    if (typeof value !== 'object' || value === null || isFile) continue;
    for (const [name, one] of Object.entries(value)) left.push(name, one);
  }
  return false;
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
