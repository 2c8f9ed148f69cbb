import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signDocument, signedDocument } from '../../../shared/protocol/api/signed.ts';
import type { Receipt } from '../../../shared/protocol/api/terminal.ts';
import { deliveryId, terminalId } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { type AuditFile, auditFile } from '../../../shared/protocol/proof/audit-file.ts';
import { deliveryProof } from '../../../shared/protocol/proof/delivery-proof.ts';
import type { KnownTerminal } from '../actors.ts';
import { depotOf } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { findTerminal } from '../terminals/terminals.ts';
import { makeDeliveryProof } from './delivery-proof.ts';
import { DETAILS_OF_E, type DetailedRow, signedOf } from './entry-details.ts';
import { readVerifiers } from './verifiers.ts';

/** Signed entries that fork from the log, which were never stored in it. */
const readBranches = async (db: Database, terminal: KnownTerminal): Promise<SignedEntry[]> =>
  (
    await db.query<DetailedRow>(
      `select entry, signature, ${DETAILS_OF_E} as details
       from (select depot, terminal, sequence, id, entry_hash as hash, entry, signature from finding
         where depot = $1 and terminal = $2 and code in ('forked', 'broken-chain')) e
       order by sequence, id`,
      [terminal.depot, terminal.id],
    )
  ).rows.map(signedOf);

/** A proof as the description has it. Its entries are those of an exported log. */
const sealedProof = signedDocument
  .extend({
    document: deliveryProof.extend({ logs: z.array(z.looseObject({ terminal: terminalId })) }),
  })
  .meta({ id: 'DeliveryProof' });

const BATCH = 1_000;

/** The entries up to the acknowledged one in their order, branches beside what they fork from. */
async function* readEntries(db: Database, terminal: KnownTerminal): AsyncGenerator<SignedEntry> {
  const branches = await readBranches(db, terminal);
  let next = 0;
  for (let after = 0; after < terminal.acknowledged; after += BATCH) {
    const { rows } = await db.query<DetailedRow>(
      `select entry, signature, ${DETAILS_OF_E} as details from entry e
       where depot = $1 and terminal = $2 and sequence > $3 and sequence <= $4
       order by sequence`,
      [terminal.depot, terminal.id, after, Math.min(after + BATCH, terminal.acknowledged)],
    );
    for (const signed of rows.map(signedOf)) {
      yield signed;
      for (; branches[next]?.entry.sequence === signed.entry.sequence; next++) {
        yield branches[next] as SignedEntry;
      }
    }
  }
  yield* branches.slice(next);
}

/** The text of an audit file, piece by piece: a log has no bounds, an answer in memory must. */
async function* writeAuditFile(
  { pool: db, keys, followKeys, now }: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
  terminal: KnownTerminal,
): AsyncGenerator<string> {
  await followKeys();
  const { id, signer } = keys.signing('receipt', now());
  const { acknowledged, headHash: hash } = terminal;
  const receipt: Receipt = { terminal: terminal.id, acknowledged, hash };
  const file: Omit<AuditFile, 'entries'> = {
    version: 1,
    terminal: terminal.id,
    signingKey: terminal.signingKey,
    verifiers: await readVerifiers(db, terminal, null),
    revokedAt: terminal.revokedAt,
    acknowledged: {
      ...keys.roots.shown,
      keys: keys.list,
      receipt: signDocument('receipt', id, signer, receipt),
    },
  };
  yield `${JSON.stringify(file).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for await (const signed of readEntries(db, terminal)) {
    yield separator + JSON.stringify(signed);
    separator = ',\n';
  }
  yield ']}\n';
}

const ofDelivery = z.object({ delivery: deliveryId });

/** Files that are checked with public keys alone: a terminal's log, and one delivery out of them all. */
export const registerLogExport = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    '/v1/deliveries/:delivery/proof',
    {
      schema: {
        ...operatorSchema('getDeliveryProof', 'Export what proves one delivery, signed', 'proof', {
          problems: ['unknown-delivery'],
          sends: { 'application/json': sealedProof },
        }),
        params: ofDelivery,
      },
    },
    async ({ params: { delivery } }, reply) => {
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      if (depot === null) return sendProblem(reply, 'unknown-delivery');
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(await makeDeliveryProof(ports, depot, delivery));
    },
  );

  app.get(
    '/v1/terminals/:terminal/log',
    {
      schema: {
        ...operatorSchema(
          'exportTerminalLog',
          'Export the log of a terminal, with everything needed to check it',
          'proof',
          { problems: ['no-such-terminal'], sends: { 'application/json': auditFile } },
        ),
        params: z.object({ terminal: terminalId }),
      },
    },
    async (request, reply) => {
      const terminal = await findTerminal(ports.pool, request.params.terminal);
      if (terminal === null) return sendProblem(reply, 'no-such-terminal');
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(Readable.from(writeAuditFile(ports, terminal)));
    },
  );
};
