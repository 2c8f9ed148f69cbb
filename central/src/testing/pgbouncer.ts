import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataOwner } from '../database/postgres-binaries.ts';
import { exitOf, tryConnect } from '../database/postgres-cluster.ts';
import { writeOwned } from './postgres-server.ts';

export const PGBOUNCER = '/usr/sbin/pgbouncer';

/** Debian's PgBouncer in front of a server. */
export type PgBouncer = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts it in transaction mode, with fewer connections to the server than it is asked for. */
export const startPgBouncer = async (databaseUrl: string, port: number): Promise<PgBouncer> => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-test-pgbouncer-'));
  await chmod(folder, 0o755);
  const server = new URL(databaseUrl);
  await writeOwned(join(folder, 'users.txt'), `"${server.username}" "${server.password}"\n`);
  const settings = [
    '[databases]',
    `* = host=${server.hostname} port=${server.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 4',
    'max_client_conn = 200',
  ];
  await writeOwned(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
  const child = spawn(PGBOUNCER, [join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
    cwd: '/',
    ...(dataOwner() ?? {}),
  });
  const url = new URL(databaseUrl);
  url.port = String(port);
  for (const end = Date.now() + 20_000; ; ) {
    const client = await tryConnect(url.toString());
    await client?.end();
    if (client !== null) break;
    if (child.exitCode !== null || Date.now() > end) throw new Error('PgBouncer does not start');
  }
  return {
    url: url.toString(),
    stop: async () => {
      const ended = exitOf(child);
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
