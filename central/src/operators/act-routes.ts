import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SignedDocument } from '../../../shared/protocol/api/signed.ts';
import { instant } from '../../../shared/protocol/ids.ts';
import {
  type ActFile,
  actFile,
  type PlacedAct,
} from '../../../shared/protocol/verify/act-chain.ts';
import type { Database } from '../database/pool.ts';
import { operatorSchema } from '../http/operation.ts';
import { pageEnd, pageQuery } from '../http/pages.ts';
import type { Ports } from '../ports.ts';
import { actKey, listAudit, SAID_OF_AUDIT } from './acts.ts';
import { placeActs } from './place-acts.ts';

const act = z
  .object({
    id: z.int(),
    at: instant,
    actor: z.string(),
    act: z.string(),
    subject: z.record(z.string(), z.union([z.string(), z.number()])),
    names: z
      .record(z.string(), z.string())
      .meta({ description: 'what the things are called now whose ids the subject has' }),
  })
  .meta({ id: 'Act' });

const BATCH = 1_000;

async function* readActs(db: Database, upTo: number): AsyncGenerator<PlacedAct> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<PlacedAct & { readonly said: PlacedAct['said'] | null }>(
      `select place, at, actor, act, subject, ${SAID_OF_AUDIT} as said from audit
       where place > $1 and place <= $2 order by place limit $3`,
      [after, upTo, BATCH],
    );
    for (const { said, ...one } of rows) yield said === null ? one : { ...one, said };
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.place ?? after;
  }
}

type End = { readonly place: number; readonly document: SignedDocument };

/**
 * Where the chain was signed with a key of the list. One that was ended, or is long over, vouches for
 * nothing: the ends after it cover the same acts.
 */
const readEnds = async (db: Database, keyIds: readonly string[]): Promise<End[]> =>
  (
    await db.query<End>(
      "select place, document from audit_end where document ->> 'keyId' = any($1) order by place",
      [keyIds],
    )
  ).rows;

const readNames = async (db: Database): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await db.query<{ id: string; name: string }>('select id, name from operator')).rows.map(
      ({ id, name }) => [id, name],
    ),
  );

/** The text of a file of acts, piece by piece. */
async function* writeActFile(
  ports: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
): AsyncGenerator<string> {
  await placeActs(ports);
  const { pool, keys } = ports;
  const ends = await readEnds(pool, keys.listed);
  const file: Omit<ActFile, 'acts'> = {
    version: 1,
    ...keys.roots.shown,
    keys: keys.list,
    names: await readNames(pool),
    ends: ends.map(({ document }) => document),
  };
  yield `${JSON.stringify(file).slice(0, -1)},"acts":[`;
  let separator = '\n';
  for await (const one of readActs(pool, ends.at(-1)?.place ?? 0)) {
    yield separator + JSON.stringify(one);
    separator = ',\n';
  }
  yield ']}\n';
}

/** What operators did: in pages, and whole as a file that is checked with public keys alone. */
export const registerActRoutes = (plain: FastifyInstance, ports: Ports): void => {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  app.get(
    '/v1/audit',
    {
      schema: {
        ...operatorSchema('listActs', 'List what operators did', 'audit'),
        querystring: z.strictObject({
          act: z.string().max(40).optional(),
          of: z.string().max(200).optional(),
          ...pageQuery(actKey),
        }),
        response: { 200: z.object({ acts: z.array(act).readonly(), ...pageEnd }) },
      },
    },
    async ({ query }) => listAudit(ports.pool, query),
  );
  app.get(
    '/v1/audit/export',
    {
      schema: operatorSchema(
        'exportActs',
        'Export everything that operators did, with what is needed to check it',
        'audit',
        { sends: { 'application/json': actFile } },
      ),
    },
    async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(Readable.from(writeActFile(ports))),
  );
};
