import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { type PeerCertificate, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustAuthorities } from '../config/authorities.ts';
import { createCentral } from '../server.ts';
import { makeAuthority, signServer } from '../testing/certificates.ts';
import { runCentral } from '../testing/run-process.ts';
import { until } from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';

const company = makeAuthority('Company CA');
let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(join(tmpdir(), 'kerbside-test-tls-'));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const files = () => ({ certificate: join(folder, 'tls.pem'), key: join(folder, 'tls.key') });
/** Puts a new certificate where central looks for it; gives it. */
const renew = async (host = 'localhost') => {
  const made = signServer(company, host);
  await writeFile(files().certificate, made.cert);
  await writeFile(files().key, made.key, { mode: 0o600 });
  return made;
};

type Seen = { readonly headers: Record<string, unknown>; readonly serial: string };
const ask = (url: string, options: tls.SecureContextOptions = {}): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const address = url.replace('127.0.0.1', 'localhost');
    const request = get(
      `${address}/healthz`,
      { ca: company.pem, agent: false, ...options },
      (answer) => {
        const peer: PeerCertificate = (answer.socket as TLSSocket).getPeerCertificate();
        answer
          .resume()
          .once('end', () => resolve({ headers: answer.headers, serial: peer.serialNumber }));
      },
    );
    request.once('error', reject);
  });
const withCentral = async (
  options: Parameters<typeof startTestCentral>[1],
  act: (central: TestCentral) => Promise<void>,
): Promise<void> => {
  const central = await startTestCentral(postgres, options);
  try {
    await act(central);
  } finally {
    await central.stop();
  }
};

describe('central with a certificate of its own', () => {
  it('speaks https alone, tells browsers to keep to it, and speaks no old TLS', async () => {
    await renew();
    await withCentral({ tls: files() }, async ({ url }) => {
      expect(url).toMatch(/^https:/);
      expect((await ask(url)).headers['strict-transport-security']).toBe('max-age=31536000');
      await expect(ask(url, { ca: makeAuthority('Somebody else').pem })).rejects.toThrow();
      const old = {
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      await expect(ask(url, old)).rejects.toThrow(/alert|version/i);
      const weak = { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0' } as const;
      await expect(ask(url, weak)).rejects.toThrow();
      expect((await ask(url, { maxVersion: 'TLSv1.2' })).serial).not.toBe('');
      await expect(fetch(`${url.replace('https', 'http')}/healthz`)).rejects.toThrow();
    });
  });

  it('uses a new one without a restart, and keeps the old one while the files do not fit', async () => {
    await renew();
    await withCentral({ tls: files() }, async ({ url, reload }) => {
      const { serial } = await ask(url);
      const next = signServer(company, 'localhost');
      await writeFile(files().certificate, next.cert);
      await reload();
      expect((await ask(url)).serial).toBe(serial);
      await writeFile(files().key, next.key);
      await reload();
      const renewed = (await ask(url)).serial;
      expect(renewed).not.toBe(serial);
      await rm(files().certificate);
      await reload();
      expect((await ask(url)).serial).toBe(renewed);
    });
  });

  it('looks at its files when the process is told so (SIGHUP)', async () => {
    await renew();
    const settings = join(folder, 'central.toml');
    await writeFile(settings, '[tls]\ncertificate = "tls.pem"\nkey = "tls.key"\n');
    const central = runCentral({
      KERBSIDE_CONFIG: settings,
      DATABASE_URL: await postgres.makeDatabase(),
      KERBSIDE_DATA: join(folder, 'data'),
    });
    try {
      const url = await central.ready;
      const { serial } = await ask(url);
      await renew();
      central.child.kill('SIGHUP');
      await until(async () => (await ask(url)).serial !== serial);
    } finally {
      central.child.kill('SIGTERM');
      expect(await central.exit).toBe(0);
    }
  });

  it.each(['the key is of another one', 'it is none', 'the key is none'])(
    'does not start if %s',
    async (why) => {
      await renew();
      const at = files();
      if (why.startsWith('the key is of')) await writeFile(at.key, signServer(company, 'x').key);
      else await writeFile(why === 'it is none' ? at.certificate : at.key, 'nothing');
      await chmod(at.key, 0o600);
      const started = await createCentral({ dataFolder: folder, tls: at }).start();
      expect(started).toMatchObject({ error: { code: 'certificate-refused' } });
    },
  );
});

describe('central behind a proxy', () => {
  it('believes what trusted ones say of who asks and how, and nobody else', async () => {
    await withCentral({ trustedProxies: ['10.1.0.0/24'] }, async ({ app }) => {
      const told = async (remoteAddress: string, headers: Record<string, string>) =>
        (await app.inject({ url: '/healthz', remoteAddress, headers })).headers[
          'strict-transport-security'
        ];
      expect(await told('10.1.0.7', { 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
      expect(await told('10.1.0.7', {})).toBeUndefined();
      expect(await told('10.2.0.7', { 'x-forwarded-proto': 'https' })).toBeUndefined();
      expect(await told('10.1.0.7', { forwarded: 'proto=https' })).toBeUndefined();
    });
    await withCentral({}, async ({ app }) => {
      const headers = { 'x-forwarded-proto': 'https' };
      const answer = await app.inject({ url: '/healthz', remoteAddress: '127.0.0.1', headers });
      expect(answer.headers['strict-transport-security']).toBeUndefined();
    });
  });
});

it("what central asks by TLS is trusted by the company's own authority as well", async () => {
  const server = tls.createServer(signServer(company, 'localhost'), (socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const url = `https://localhost:${typeof address === 'object' ? address?.port : ''}/`;
  try {
    await expect(fetch(url)).rejects.toThrow();
    trustAuthorities([company.pem]);
    expect(await (await fetch(url)).text()).toBe('ok');
  } finally {
    server.close();
  }
});
