import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { depotId, instant } from '../../../shared/protocol/ids.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { operatorOf } from './operator-auth.ts';
import { isSeen } from './operator-names.ts';
import { nameField } from './operator-routes.ts';
import { addOperator, listOperators, removeOperator, renewKey, setGrants } from './operators.ts';
import { RIGHTS, ROLES, type Role } from './rights.ts';

const roles = Object.keys(ROLES) as [Role, ...Role[]];
export const operatorName = nameField.refine(isSeen, 'must have a letter or a digit');
/** By it, the company's identity provider may know a person the first time. */
const email = z.email().max(200).nullable().default(null);
/** Every key that is asked for ends; only the one that central writes at its first start does not. */
const days = z.int().min(1).max(3_650).default(90);
const ofDepot = { depot: depotId.nullable().default(null) };

/** People have roles; integrations have the rights that they need, or a role. */
const grants = z
  .array(z.strictObject({ name: z.enum([...roles, ...RIGHTS]), ...ofDepot }))
  .min(1)
  .max(200);

const newOperator = z
  .strictObject({
    name: operatorName,
    kind: z.enum(['person', 'integration']),
    email,
    grants,
    days,
    withKey: z.boolean().default(true).meta({ description: 'false: somebody who signs in' }),
  })
  .refine(
    ({ kind, grants: given }) =>
      kind === 'integration' || given.every(({ name }) => Object.hasOwn(ROLES, name)),
    `people have roles: ${roles.join(', ')}`,
  )
  .meta({
    examples: [
      {
        name: 'shop',
        kind: 'integration',
        grants: [{ name: 'deliveries' }, { name: 'look' }],
        days: 365,
      },
    ],
  });

const grant = z.object({ name: z.string(), depot: depotId.nullable() }).meta({ id: 'Grant' });
const operator = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['person', 'integration']),
    email: z.string().nullable(),
    createdAt: instant,
    removedAt: instant.nullable(),
    grants: z.array(grant).readonly(),
    keys: z.array(z.object({ expiresAt: instant.nullable() })).readonly(),
    lastUsedAt: instant.nullable(),
    signsIn: z.boolean(),
  })
  .meta({ id: 'Operator' });
const key = z
  .object({ token: z.string(), expiresAt: instant.nullable() })
  .meta({ id: 'OperatorKey' });
const ofOperator = z.object({ operator: z.uuid() });

/** Operators: who may do what, and where. */
export const registerOperatorsRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/operators',
    {
      schema: {
        ...operatorSchema('listOperators', 'List operators: people and integrations', 'operators'),
        response: { 200: z.object({ operators: z.array(operator).readonly() }) },
      },
    },
    async () => ({ operators: await listOperators(ports.pool) }),
  );

  app.post(
    '/v1/operators',
    {
      schema: {
        ...operatorSchema(
          'addOperator',
          'Add an operator, with a key that is shown once if there is to be one',
          'operators',
          { problems: ['name-taken', 'email-taken', 'unknown-depot', 'sign-in-stale'] },
        ),
        body: newOperator,
        response: { 201: key.partial().extend({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const made = await addOperator(ports, operatorOf(request), request.body);
      if (!made.ok) return sendProblem(reply, made.error);
      return reply.code(201).header('cache-control', 'no-store').send(made.value);
    },
  );

  app.post(
    '/v1/operators/:operator/key',
    {
      schema: {
        ...operatorSchema(
          'renewOperatorKey',
          'Give an operator a new key; the others end in a day',
          'operators',
          { problems: ['unknown-operator', 'sign-in-stale'] },
        ),
        params: ofOperator,
        body: z
          .strictObject({ days, endOthers: z.boolean().default(false) })
          .meta({ examples: [{ days: 90 }] }),
        response: { 201: key },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const made = await renewKey(ports, operatorOf(request), params.operator, body);
      if (!made.ok) return sendProblem(reply, made.error);
      return reply.code(201).header('cache-control', 'no-store').send(made.value);
    },
  );

  app.put(
    '/v1/operators/:operator/grants',
    {
      schema: {
        ...operatorSchema(
          'setOperatorGrants',
          'Say what an operator may do from now on',
          'operators',
          { problems: ['unknown-operator', 'unknown-depot', 'last-admin', 'sign-in-stale'] },
        ),
        params: ofOperator,
        body: z.strictObject({ grants }).meta({
          examples: [
            { grants: [{ name: 'dispatcher', depot: '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11' }] },
          ],
        }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const done = await setGrants(ports, operatorOf(request), params.operator, body.grants);
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.error);
    },
  );

  app.post(
    '/v1/operators/:operator/remove',
    {
      schema: {
        ...operatorSchema(
          'removeOperator',
          'Remove an operator; their keys end at once',
          'operators',
          { problems: ['unknown-operator', 'last-admin', 'sign-in-stale'] },
        ),
        params: ofOperator,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await removeOperator(ports, operatorOf(request), request.params.operator);
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.error);
    },
  );
};
