import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findingCode, rolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import { staffRole } from '../../../shared/protocol/crew/roster.ts';
import {
  deliveryId,
  depotId,
  driverId,
  instant,
  parcelLabel,
  publicKey,
  shortId,
  signature,
  staffId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { entry } from '../../../shared/protocol/log/entry.ts';
import {
  driverNote,
  exceptionOutcome,
  recipientPlace,
  strokes,
} from '../../../shared/protocol/outcome.ts';
import { trustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { purpose } from '../../../shared/protocol/verdict.ts';
import { listSignIns } from '../crew/sign-ins.ts';
import { scopeOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { flag, pageEnd, pageQuery } from '../http/pages.ts';
import { entryKey } from '../operators/entry-pages.ts';
import { byDepotOrTerminal } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { listExceptions } from './exceptions.ts';
import { findingKey, listFindings } from './findings.ts';
import { handOverKey, listHandOvers } from './hand-overs.ts';

/** What became of each thing that the driver says; `erased`: it was there. */
const detailState = z.enum(['there', 'erased', 'altered', 'none']);
const detailStates = z.object({ place: detailState, note: detailState, strokes: detailState });

/** Who took it; `who` or `where` is missing if it was erased. */
const shownRecipient = z.discriminatedUnion('to', [
  z.object({ to: z.enum(['customer', 'household']) }),
  z.object({ to: z.literal('neighbour'), who: recipientPlace.optional() }),
  z.object({ to: z.literal('safe-place'), where: recipientPlace.optional() }),
]);

const handOver = z
  .object({
    delivery: deliveryId,
    shortId: shortId.nullable(),
    epoch: z.int(),
    depot: depotId,
    terminal: terminalId,
    terminalName: z.string(),
    sequence: z.int(),
    by: purpose,
    scheme: z.enum(['sealed', 'pass', 'oath']),
    token: z.string().nullable(),
    driver: driverId.nullable(),
    driverName: z.string().nullable(),
    claimed: trustedTime,
    notBefore: instant,
    notAfter: instant,
    counted: z.boolean(),
    /** The finding that stands for it, if its entry is in no stored log. */
    finding: z.int().nullable(),
    inTime: z.boolean().nullable(),
    proved: z.boolean(),
    /** Why it is not; `by-token`: it is the terminal's word alone. */
    reason: z.enum(['not-signed', 'by-token', 'no-verifier', 'no-presence']).nullable(),
    recipient: shownRecipient,
    kept: z.array(parcelLabel).readonly(),
    note: driverNote,
    signed: z.boolean(),
    strokes,
    details: detailStates,
    findings: z.array(findingCode).readonly(),
    entry,
    signature,
    signingKey: publicKey,
    presenceKey: publicKey.nullable(),
  })
  .meta({ id: 'HandOver' });

const finding = z
  .object({
    id: z.int(),
    depot: depotId,
    terminal: terminalId,
    terminalName: z.string(),
    sequence: z.int(),
    code: findingCode,
    receivedAt: instant,
    /** How many such came, and when the last of them did: what a terminal did not sign is one finding. */
    times: z.int(),
    lastAt: instant,
    entry: entry.nullable(),
    signature: z.string().nullable(),
    detail: rolledBackReport.nullable(),
    settled: z
      .object({
        as: z.enum(['counted', 'dismissed']),
        at: instant,
        by: z.string(),
        reason: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'Finding' });

const exception = z
  .object({
    delivery: deliveryId,
    shortId: shortId.nullable(),
    epoch: z.int(),
    outcome: exceptionOutcome,
    note: driverNote,
    signed: z.boolean(),
    strokes,
    details: detailStates,
    undone: z.boolean(),
    depot: depotId,
    terminal: terminalId,
    terminalName: z.string(),
    sequence: z.int(),
    driver: driverId.nullable(),
    driverName: z.string().nullable(),
    claimed: trustedTime,
    notBefore: instant,
    notAfter: instant,
  })
  .meta({ id: 'Exception' });

const signIn = z
  .object({
    kind: z.enum(['signed-in', 'signed-out', 'sign-in-refused']),
    staff: staffId.nullable(),
    name: z.string().nullable(),
    role: staffRole.nullable(),
    by: z.enum(['badge', 'pin']).nullable(),
    reason: z.string().nullable(),
    depot: depotId,
    terminal: terminalId,
    terminalName: z.string(),
    sequence: z.int(),
    claimed: trustedTime,
    notBefore: instant,
    notAfter: instant,
  })
  .meta({ id: 'SignIn' });

/** What came in at the docks: hand-overs with their proofs, and what a person must look at. */
export const registerProofRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/hand-overs',
    {
      schema: {
        ...operatorSchema('listHandOvers', 'List hand-overs, each with its proof', 'proof', {
          problems: ['depot-missing'],
        }),
        querystring: z.strictObject({
          ...byDepotOrTerminal,
          ...pageQuery(handOverKey),
          delivery: deliveryId.optional(),
        }),
        response: { 200: z.object({ handOvers: z.array(handOver).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) =>
      listHandOvers(ports.pool, ports.verify, await scopeOf(ports.pool, query), query),
  );

  app.get(
    '/v1/exceptions',
    {
      schema: {
        ...operatorSchema(
          'listExceptions',
          'List stops that ended without a code, with the reasons given by drivers',
          'proof',
          { problems: ['depot-missing'] },
        ),
        querystring: z.strictObject({
          ...byDepotOrTerminal,
          ...pageQuery(entryKey),
          delivery: deliveryId.optional(),
        }),
        response: { 200: z.object({ exceptions: z.array(exception).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listExceptions(ports.pool, await scopeOf(ports.pool, query), query),
  );

  app.get(
    '/v1/sign-ins',
    {
      schema: {
        ...operatorSchema(
          'listSignIns',
          'List sign-ins, sign-outs and failed sign-ins at terminals',
          'proof',
          { problems: ['depot-missing'] },
        ),
        querystring: z.strictObject({ ...byDepotOrTerminal, ...pageQuery(entryKey) }),
        response: { 200: z.object({ signIns: z.array(signIn).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listSignIns(ports.pool, await scopeOf(ports.pool, query), query),
  );

  app.get(
    '/v1/findings',
    {
      schema: {
        ...operatorSchema('listFindings', 'List records that need review', 'proof', {
          problems: ['depot-missing'],
        }),
        querystring: z.strictObject({
          ...byDepotOrTerminal,
          ...pageQuery(findingKey),
          /** Only those that a person has settled, or only the others; left out: all. */
          settled: flag.optional(),
        }),
        response: { 200: z.object({ findings: z.array(finding).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listFindings(ports.pool, await scopeOf(ports.pool, query), query),
  );
};
