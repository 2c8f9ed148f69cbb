import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { depotId, terminalId } from '../../../shared/ids.ts';
import type { Ports } from '../ports.ts';
import { makeStaffAuth } from './staff-auth.ts';

/** Schemas that the staff routes share. */
export const inDepot = z.object({ depot: depotId });
export const byDepotOrTerminal = z.object({
  depot: depotId.optional(),
  terminal: terminalId.optional(),
});

/** A name as people give it: one line, no control characters. */
export const nameField = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((text) => !/\p{Cc}/u.test(text), 'there is a control character');

export const staffSchema = (summary: string, tag: string) =>
  ({ summary, tags: [tag], security: [{ staff: [] }] }) as const;

/** Registers routes that need a staff token. */
export const registerStaffRoutes = async (
  app: FastifyInstance,
  ports: Ports,
  routes: readonly ((app: FastifyInstance, ports: Ports) => void)[],
): Promise<void> => {
  await app.register(async (scope) => {
    scope.addHook('onRequest', makeStaffAuth(ports.pool));
    for (const register of routes) register(scope, ports);
  });
};
