import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPool } from '../../central/src/database/pool.ts';

// What no server can leave out, and nothing else: no chain, no schema, no request signature, no
// lock, no judgement. A signature is checked over the entry's JSON as it came.

/** One entry as the bare server takes it: the JSON that was signed, by whom, and the signatures. */
export type BareEntry = {
  readonly text: string;
  readonly signature: string;
  /** Of a hand-over: the key of its presence, and what that signed, the same text. */
  readonly presence?: { readonly key: string; readonly signature: string };
};
export type BareHandIn = {
  readonly terminal: string;
  readonly key: string;
  readonly from: number;
  readonly entries: readonly BareEntry[];
};

const signing = generateKeyPairSync('ed25519');
// Whoever waits for a connection waits as long as it takes: the limit refuses nobody.
const pool = openPool(process.env['DATABASE_URL'] ?? '', () => {});
pool.options.connectionTimeoutMillis = 0;

const keyOf = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

const check = (key: KeyObject, text: string, signature: string): void => {
  if (!verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('a signature of the benchmark is wrong');
  }
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const takeEntries = async (body: Buffer): Promise<string> => {
  const { terminal, key, from, entries } = JSON.parse(body.toString()) as BareHandIn;
  const own = keyOf(key);
  for (const { text, signature, presence } of entries) {
    check(own, text, signature);
    if (presence !== undefined) check(keyOf(presence.key), text, presence.signature);
  }
  await pool.query(
    `insert into bare_entry (terminal, sequence, entry, signature)
     select $1, $2 + n, entry, signature
     from unnest($3::jsonb[], $4::text[]) with ordinality as u (entry, signature, n)`,
    [terminal, from, entries.map(({ text }) => text), entries.map(({ signature }) => signature)],
  );
  return JSON.stringify({ acknowledged: from + entries.length });
};

/** A page of what a terminal is to have, as it is stored. */
const readPage = async (terminal: string, after: number): Promise<string> => {
  const { rows } = await pool.query<{ item: string }>(
    `select item::text as item from manifest_item where terminal = $1 and cursor > $2
       and depot = (select depot from terminal where id = $1) order by cursor limit 200`,
    [terminal, after],
  );
  return `[${rows.map(({ item }) => item).join(',')}]`;
};

/** A query as the bare server takes it, and how many signatures belong to each of its rows. */
export type BareQuery = {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly signatures: number;
};

const anything = sign(null, Buffer.from('anything'), signing.privateKey);

const runQuery = async (body: Buffer): Promise<string> => {
  const { sql, values, signatures } = JSON.parse(body.toString()) as BareQuery;
  const { rows } = await pool.query(sql, [...values]);
  for (let n = 0; n < rows.length * signatures; n++) {
    verify(null, Buffer.from('anything'), signing.publicKey, anything);
  }
  return JSON.stringify(rows);
};

await pool.query(
  `create table if not exists bare_entry (terminal uuid not null, sequence bigint not null,
     entry jsonb not null, signature text not null, primary key (terminal, sequence))`,
);
const answerTo = async (request: IncomingMessage, url: URL): Promise<string> => {
  if (request.method !== 'POST') {
    const terminal = url.searchParams.get('terminal') ?? '';
    return readPage(terminal, Number(url.searchParams.get('after')));
  }
  const body = await bodyOf(request);
  return url.pathname === '/query' ? runQuery(body) : takeEntries(body);
};

const server = createServer(async (request, response) => {
  try {
    const url = new URL(request.url ?? '', 'http://bare.invalid');
    const answer = await answerTo(request, url);
    response.setHeader('content-type', 'application/json');
    response.setHeader(
      'signature',
      sign(null, Buffer.from(answer), signing.privateKey).toString('base64url'),
    );
    response.end(answer);
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const { x: key } = signing.publicKey.export({ format: 'jwk' });
  process.stdout.write(JSON.stringify({ url: `http://127.0.0.1:${port}`, key }));
});
process.on('SIGTERM', () => process.exit(0));
