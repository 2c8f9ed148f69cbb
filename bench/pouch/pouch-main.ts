import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import PouchDB from 'pouchdb-node';

// PouchDB behind the HTTP of CouchDB's replication, each request the call of the same name and
// nothing else: less than any server of the kind does, so that the peer is at its best. One database
// for each name, in LevelDB, which does not wait for the disk.

const [folder = ''] = process.argv.slice(2);
const databases = new Map<string, PouchDB>();
const databaseOf = (name: string): PouchDB => {
  const opened = databases.get(name) ?? new PouchDB(`${folder}/${name}`);
  databases.set(name, opened);
  return opened;
};

type Body = { readonly [member: string]: never };

const bodyOf = async (request: IncomingMessage): Promise<Body> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
};

const answer = async (request: IncomingMessage): Promise<unknown> => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://pouch.invalid');
  const body = await bodyOf(request);
  const [name = '', ...rest] = decodeURIComponent(pathname).slice(1).split('/');
  if (name === '') return { couchdb: 'Welcome', uuid: 'bench' };
  const db = databaseOf(name);
  const what = rest.join('/');
  switch (`${request.method} ${what.replace(/^_local\/.*/, '_local')}`) {
    case 'GET ':
      return db.info();
    case 'GET _local':
      return db.get(what);
    case 'PUT _local':
      return db.put({ ...body, _id: what });
    case 'POST _revs_diff':
      return db.revsDiff(body);
    case 'POST _bulk_docs':
      return db.bulkDocs(body['docs'] ?? [], { new_edits: body['new_edits'] });
    case 'POST _bulk_get':
      return db.bulkGet({ ...body, revs: true, latest: true });
    case 'GET _changes': {
      const since = Number(searchParams.get('since') ?? 0);
      const limit = Number(searchParams.get('limit') ?? 1_000);
      return db.changes({ since, limit, style: searchParams.get('style') });
    }
    default:
      throw Object.assign(new Error(`${request.method} ${pathname}`), { status: 404 });
  }
};

const server = createServer(async (request, response) => {
  const send = (status: number, said: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(said));
  };
  try {
    send(request.method === 'GET' ? 200 : 201, await answer(request));
  } catch (error) {
    const { status = 500, message } = error as { status?: number; message?: string };
    send(status, { error: status === 404 ? 'not_found' : 'failed', reason: message });
  }
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', async () => {
  await Promise.all([...databases.values()].map((db) => db.close()));
  process.exit(0);
});
