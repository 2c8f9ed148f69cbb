import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signDocument } from '../../../shared/protocol/api/signed.ts';
import type { Receipt } from '../../../shared/protocol/api/terminal.ts';
import { terminalId } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { AuditFile } from '../../../shared/protocol/proof/audit-file.ts';
import type { KnownTerminal } from '../actors.ts';
import type { Database } from '../database/pool.ts';
import { sendProblem } from '../http/problems.ts';
import { operatorSchema } from '../operators/operator-routes.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';
import type { Ports } from '../ports.ts';
import { findTerminal } from '../terminals/terminals.ts';
import { DETAILS_OF_E, type DetailedRow, signedOf } from './entry-details.ts';

type Verifier = AuditFile['verifiers'][number];

/** The public keys of its codes, and of every pass that it could have taken. */
const readVerifiers = async (db: Database, terminal: KnownTerminal): Promise<Verifier[]> =>
  (
    await db.query<Verifier>(
      `select 'sealed' as scheme, code.purpose, delivery, epoch, code.key as "presenceKey",
         code.not_before as "notBefore", code.not_after as "notAfter",
         withdrawn_at as "withdrawnAt"
       from issue, lateral (values ('hand-over', presence_key, not_before, not_after),
           ('override', override_presence_key, override_not_before, override_not_after))
         as code (purpose, key, not_before, not_after)
       where depot = $1 and terminal = $2 and code.key is not null
       order by delivery, epoch, purpose`,
      [terminal.depot, terminal.id],
    )
  ).rows.concat(
    (
      await db.query<Verifier>(
        `select 'pass' as scheme, p.once, p.delivery, p.epoch, p.presence_key as "presenceKey",
           p.not_before as "notBefore", p.not_after as "notAfter", p.withdrawn_at as "withdrawnAt"
         from pass p join terminal t on t.depot = p.depot and t.id = $2
         where p.depot = $1 and ${PASS_IS_FOR}
         order by p.delivery, p.epoch`,
        [terminal.depot, terminal.id],
      )
    ).rows,
  );

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
  { pool: db, keys, now }: Pick<Ports, 'pool' | 'keys' | 'now'>,
  terminal: KnownTerminal,
): AsyncGenerator<string> {
  const { id, signer } = keys.signing('receipt', now());
  const { acknowledged, headHash: hash } = terminal;
  const receipt: Receipt = { terminal: terminal.id, acknowledged, hash };
  const file: Omit<AuditFile, 'entries'> = {
    version: 1,
    terminal: terminal.id,
    signingKey: terminal.signingKey,
    verifiers: await readVerifiers(db, terminal),
    revokedAt: terminal.revokedAt,
    acknowledged: {
      root: keys.root.signer.publicKey,
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

/** The log of a terminal as a file that is checked with public keys alone. */
export const registerLogExport = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/v1/terminals/:terminal/log',
    {
      schema: {
        ...operatorSchema(
          'Export the log of a terminal, with everything needed to check it',
          'dock',
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
