import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import {
  makeAuthority,
  type ServerCertificate,
  signServer,
} from '../../central/src/testing/certificates.ts';
import { readAuthorities } from './authorities.ts';
import { readWay } from './proxy.ts';
import { makeReach } from './reach.ts';
import { reachProblem } from './reach-problem.ts';

// Real TLS servers and a real proxy.

const company = makeAuthority('Company CA');
const stranger = makeAuthority('Somebody else');

const servers: Server[] = [];
const tunnels: Duplex[] = [];
afterEach(async () => {
  for (const tunnel of tunnels.splice(0)) tunnel.destroy();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
/** Central, which says what it was sent. */
const startServer = (given: ServerCertificate): Promise<number> =>
  listen(
    createHttpsServer(given, (request, response) => {
      request.pipe(response.writeHead(200));
    }) as unknown as Server,
  );

/** A system's store with the company's authority in it. */
const store = join(mkdtempSync(join(tmpdir(), 'kerbside-store-')), 'ca-certificates.crt');
writeFileSync(store, `# Company\n${company.pem}\n`);

const reachBy = (file: string, proxies = 'DIRECT') =>
  makeReach({
    authorities: () => readAuthorities(['/nowhere', file]),
    proxiesFor: async () => proxies,
    patienceMs: 2_000,
  });
const ask = async (
  port: number,
  host = 'localhost',
  proxies = 'DIRECT',
  reach = reachBy(store, proxies),
) => {
  const asked = { method: 'POST', headers: { 'x-a': 'b' }, body: Buffer.from('hello') } as const;
  const reached = await reach(`https://${host}:${port}/v1`, asked);
  if (!reached.ok) return reached.error;
  const chunks: Uint8Array[] = [];
  for await (const chunk of reached.value.body) chunks.push(chunk);
  return `${reached.value.status} ${Buffer.concat(chunks).toString()}`;
};

test('central with a certificate of the company’s own authority in the system’s store (A6)', async () => {
  expect(await ask(await startServer(signServer(company, 'localhost')))).toBe('200 hello');
});

test('an authority that the system does not know is said (A6)', async () => {
  const port = await startServer(signServer(stranger, 'localhost'));
  expect(await ask(port)).toBe('central-untrusted');
});

test('an authority that IT puts into the system’s store counts from then on (A6)', async () => {
  const port = await startServer(signServer(company, 'localhost'));
  const file = join(mkdtempSync(join(tmpdir(), 'kerbside-store-')), 'ca-certificates.crt');
  writeFileSync(file, stranger.pem);
  const reach = reachBy(file);
  const again = () => ask(port, 'localhost', 'DIRECT', reach);
  expect(await again()).toBe('central-untrusted');
  writeFileSync(file, company.pem);
  expect(await again()).toBe('200 hello');
  expect(await again()).toBe('200 hello');
});

// As Node.js calls a chain that is too long; a key or a signature that is too weak, and what else it has no name for.
test.each(['PATH_LENGTH_EXCEEDED', 'UNSPECIFIED'])(
  'a certificate that is refused as %s is not trusted (A6)',
  (code) => {
    const refused = Object.assign(new Error('refused'), { code });
    expect(reachProblem(refused, new AbortController().signal)).toBe('central-untrusted');
  },
);

test.each([
  ['over', [-9, -1]],
  ['not yet come', [1, 9]],
] as const)('a certificate whose time is %s is said (A6)', async (_what, hours) => {
  const port = await startServer(signServer(company, 'localhost', hours));
  expect(await ask(port)).toBe('central-certificate-expired');
});

test('a good certificate of another name is not central’s', async () => {
  const port = await startServer(signServer(company, 'elsewhere.example'));
  expect(await ask(port)).toBe('central-not-genuine');
});

type Proxy = { readonly port: number; readonly asked: string[] };
/** A proxy that connects to this machine, or answers with a status. */
const startProxy = async (status: number): Promise<Proxy> => {
  const asked: string[] = [];
  const server = createHttpServer();
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    tunnels.push(socket);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const there = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
    socket.on('close', () => there.destroy());
  });
  return { port: await listen(server), asked };
};

test('central is reached by the system’s proxy, by a name that only the proxy knows (A6)', async () => {
  const port = await startServer(signServer(company, 'central.example'));
  const proxy = await startProxy(200);
  const said = await ask(port, 'central.example', `PROXY 127.0.0.1:${proxy.port}; DIRECT`);
  expect(said).toBe('200 hello');
  expect(proxy.asked).toEqual([`central.example:${port}`]);
});

test.each([
  [407, 'central-behind-proxy'],
  [403, 'central-behind-proxy'],
  [502, 'central-unreachable'],
])('a proxy that answers %i is said as %s (A6)', async (status, problem) => {
  const proxy = await startProxy(status);
  expect(await ask(443, 'central.example', `PROXY 127.0.0.1:${proxy.port}`)).toBe(problem);
});

test('a proxy that is not there, or of a kind that is not known, is said (A6)', async () => {
  expect(await ask(443, 'central.example', 'PROXY 127.0.0.1:1')).toBe('central-behind-proxy');
  expect(await ask(443, 'central.example', 'SOCKS5 127.0.0.1:1')).toBe('central-behind-proxy');
});

test('behind a proxy that looks into everything, its certificate is said as any other (A6)', async () => {
  const port = await startServer(signServer(stranger, 'central.example'));
  const proxy = await startProxy(200);
  const said = await ask(port, 'central.example', `PROXY 127.0.0.1:${proxy.port}`);
  expect(said).toBe('central-untrusted');
});

test('the first way that is known counts', () => {
  expect(readWay('DIRECT')).toEqual({ kind: 'direct' });
  expect(readWay('')).toEqual({ kind: 'direct' });
  expect(readWay('SOCKS a:1; PROXY b.example:3128;DIRECT')).toEqual({
    kind: 'proxy',
    host: 'b.example',
    port: 3128,
  });
  expect(readWay('PROXY [::1]:8080')).toEqual({ kind: 'proxy', host: '::1', port: 8080 });
  expect(readWay('SOCKS5 a:1')).toEqual({ kind: 'unknown' });
});
