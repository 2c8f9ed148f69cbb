import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant, staffId } from '../../../shared/ids.ts';
import { MAX_PIN, MIN_PIN } from '../../../shared/plain-values.ts';

import { staffNumber, staffRole } from '../../../shared/staff/roster.ts';
import { findDepot } from '../depots/depots.ts';
import { sendProblem } from '../plugins/problems.ts';
import { staffOf } from '../plugins/staff-auth.ts';
import { inDepot, nameField, staffSchema } from '../plugins/staff-routes.ts';
import type { Ports } from '../ports.ts';
import { addStaff, listStaff, makeBadge, removeStaff, setPin } from './staff.ts';

const member = z.object({
  id: staffId,
  depot: depotId,
  number: staffNumber,
  name: z.string(),
  role: staffRole,
  badge: z.boolean(),
  pin: z.boolean(),
  createdAt: instant,
});
const withBadge = z.object({ member, badge: z.string() });
const byStaff = z.object({ staff: staffId });
const pinField = z.string().regex(new RegExp(`^[0-9]{${MIN_PIN},${MAX_PIN}}$`));

/** Who signs in at a depot's terminals: added, listed, given badge and PIN, removed. */
export const registerStaffMemberRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/staff',
    {
      schema: {
        ...staffSchema('Add one to the staff of a depot; the badge is shown once', 'staff'),
        params: inDepot,
        body: z.strictObject({
          name: nameField,
          role: staffRole,
          number: staffNumber.optional(),
        }),
        response: { 201: withBadge },
      },
    },
    async (request, reply) => {
      const found = await findDepot(ports.pool, request.params.depot);
      if (found === null) return sendProblem(reply, 'unknown-depot');
      const added = await addStaff(ports, staffOf(request), found.id, request.body);
      if (!added.ok) return sendProblem(reply, added.error);
      return reply.code(201).header('cache-control', 'no-store').send(added.value);
    },
  );

  app.get(
    '/v1/depots/:depot/staff',
    {
      schema: {
        ...staffSchema('List the staff of a depot', 'staff'),
        params: inDepot,
        response: { 200: z.object({ staff: z.array(member) }) },
      },
    },
    async (request) => ({ staff: await listStaff(ports.pool, request.params.depot) }),
  );

  app.post(
    '/v1/staff/:staff/badge',
    {
      schema: {
        ...staffSchema('Make a new badge, which is shown once and ends the one before', 'staff'),
        params: byStaff,
        response: { 201: withBadge },
      },
    },
    async (request, reply) => {
      const made = await makeBadge(ports, staffOf(request), request.params.staff);
      if (made === null) return sendProblem(reply, 'unknown-staff');
      return reply.code(201).header('cache-control', 'no-store').send(made);
    },
  );

  app.post(
    '/v1/staff/:staff/pin',
    {
      schema: {
        ...staffSchema('Give someone a PIN, or with null take it away', 'staff'),
        params: byStaff,
        body: z.strictObject({ pin: pinField.nullable() }),
        response: { 200: member },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const changed = await setPin(ports, staffOf(request), params.staff, body.pin);
      return changed ?? sendProblem(reply, 'unknown-staff');
    },
  );

  app.post(
    '/v1/staff/:staff/remove',
    {
      schema: {
        ...staffSchema('Remove someone; terminals hear of it at their next dock', 'staff'),
        params: byStaff,
        response: { 200: member },
      },
    },
    async (request, reply) => {
      const removed = await removeStaff(ports, staffOf(request), request.params.staff);
      return removed ?? sendProblem(reply, 'unknown-staff');
    },
  );
};
