import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffNumber, staffRole } from '../../../shared/protocol/crew/roster.ts';
import { depotId, driverId, instant, staffId } from '../../../shared/protocol/ids.ts';
import { MAX_PIN, MIN_PIN } from '../../../shared/protocol/plain-values.ts';
import { depotOf } from '../database/depot-of.ts';
import { findDepot } from '../depots/depots.ts';
import { operatorSchema } from '../http/operation.ts';
import { wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorOf } from '../operators/operator-auth.ts';
import { inDepot, nameField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { addStaff, listStaff, makeBadge, removeStaff, setPin } from './crew.ts';
import { addDriver, listDrivers } from './drivers.ts';

const member = z
  .object({
    id: staffId,
    depot: depotId,
    number: staffNumber,
    name: z.string(),
    role: staffRole,
    badge: z.boolean(),
    pin: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'StaffMember' });
const driver = z.object({ id: driverId, depot: depotId, name: z.string() }).meta({ id: 'Driver' });
const withBadge = z.object({ member, badge: z.string() }).meta({ id: 'Badge' });
const byStaff = z.object({ staff: staffId });
const pinField = z.string().regex(new RegExp(`^[0-9]{${MIN_PIN},${MAX_PIN}}$`));

/** Drivers, and who signs in at a depot's terminals: added, listed, given badge and PIN, removed. */
export const registerCrewRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/depots/:depot/staff',
    {
      schema: {
        ...operatorSchema(
          'addStaffMember',
          'Add one to the staff of a depot; the badge is shown once',
          'crew',
          { problems: ['unknown-depot', 'name-taken', 'number-taken'] },
        ),
        params: inDepot,
        body: z
          .strictObject({
            name: nameField,
            role: staffRole,
            number: staffNumber.optional(),
          })
          .meta({ examples: [{ name: 'Kim Petersen', role: 'driver' }] }),
        response: { 201: withBadge },
      },
    },
    async (request, reply) => {
      const found = await findDepot(ports.pool, request.params.depot);
      if (found === null) return sendProblem(reply, 'unknown-depot');
      const added = await addStaff(ports, operatorOf(request), found.id, request.body);
      if (!added.ok) return sendProblem(reply, added.error);
      return reply.code(201).header('cache-control', 'no-store').send(added.value);
    },
  );

  app.get(
    '/v1/depots/:depot/staff',
    {
      schema: {
        ...operatorSchema('listStaff', 'List the staff of a depot', 'crew'),
        params: inDepot,
        querystring: wholeList,
        response: { 200: z.object({ staff: z.array(member) }) },
      },
    },
    async (request) => ({ staff: await listStaff(ports.pool, request.params.depot) }),
  );

  app.post(
    '/v1/staff/:staff/badge',
    {
      schema: {
        ...operatorSchema(
          'renewBadge',
          'Make a new badge, which is shown once and ends the one before',
          'crew',
          { problems: ['unknown-staff'] },
        ),
        params: byStaff,
        response: { 201: withBadge },
      },
    },
    async (request, reply) => {
      const { staff } = request.params;
      const depot = await depotOf(ports.pool, 'staff', staff);
      if (depot === null) return sendProblem(reply, 'unknown-staff');
      const made = await makeBadge(ports, operatorOf(request), depot, staff);
      if (made === null) return sendProblem(reply, 'unknown-staff');
      return reply.code(201).header('cache-control', 'no-store').send(made);
    },
  );

  app.post(
    '/v1/staff/:staff/pin',
    {
      schema: {
        ...operatorSchema('setPin', 'Give someone a PIN, or with null take it away', 'crew', {
          problems: ['unknown-staff'],
        }),
        params: byStaff,
        body: z.strictObject({ pin: pinField.nullable() }).meta({ examples: [{ pin: '480152' }] }),
        response: { 200: member },
      },
    },
    async (request, reply) => {
      const { staff } = request.params;
      const depot = await depotOf(ports.pool, 'staff', staff);
      if (depot === null) return sendProblem(reply, 'unknown-staff');
      const changed = await setPin(ports, operatorOf(request), depot, staff, request.body.pin);
      return changed ?? sendProblem(reply, 'unknown-staff');
    },
  );

  app.post(
    '/v1/staff/:staff/remove',
    {
      schema: {
        ...operatorSchema(
          'removeStaffMember',
          'Remove someone; terminals hear of it at their next dock',
          'crew',
          { problems: ['unknown-staff'] },
        ),
        params: byStaff,
        response: { 200: member },
      },
    },
    async (request, reply) => {
      const { staff } = request.params;
      const depot = await depotOf(ports.pool, 'staff', staff);
      if (depot === null) return sendProblem(reply, 'unknown-staff');
      const removed = await removeStaff(ports, operatorOf(request), depot, staff);
      return removed ?? sendProblem(reply, 'unknown-staff');
    },
  );

  app.post(
    '/v1/depots/:depot/drivers',
    {
      schema: {
        ...operatorSchema('addDriver', 'Add a driver', 'crew', {
          problems: ['unknown-depot', 'name-taken'],
        }),
        params: inDepot,
        body: z.strictObject({ name: nameField }).meta({ examples: [{ name: 'Kim Petersen' }] }),
        response: { 201: driver },
      },
    },
    async (request, reply) => {
      const found = await findDepot(ports.pool, request.params.depot);
      if (found === null) return sendProblem(reply, 'unknown-depot');
      const added = await addDriver(ports, operatorOf(request), found.id, request.body.name);
      return added.ok ? reply.code(201).send(added.value) : sendProblem(reply, added.error);
    },
  );

  app.get(
    '/v1/depots/:depot/drivers',
    {
      schema: {
        ...operatorSchema('listDrivers', 'List drivers', 'crew'),
        params: inDepot,
        querystring: wholeList,
        response: { 200: z.object({ drivers: z.array(driver) }) },
      },
    },
    async (request) => ({ drivers: await listDrivers(ports.pool, request.params.depot) }),
  );
};
