import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { centralForTests } from '../../central/src/testing/central-for-tests.ts';
import { makeAuthority, signServer } from '../../central/src/testing/certificates.ts';
import { readAuthorities } from './authorities.ts';
import { makeReach } from './reach.ts';

const company = makeAuthority('Company CA');
const folder = mkdtempSync(join(tmpdir(), 'kerbside-test-company-'));
const inFolder = (name: string): string => join(folder, name);
const { cert, key } = signServer(company, 'localhost');
writeFileSync(inFolder('tls.pem'), cert);
writeFileSync(inFolder('tls.key'), key, { mode: 0o600 });
writeFileSync(inFolder('store.crt'), company.pem);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const central = centralForTests({
  tls: { certificate: inFolder('tls.pem'), key: inFolder('tls.key') },
});

const askWith = async (store: string): Promise<string | number> => {
  const reach = makeReach({
    authorities: () => readAuthorities([store]),
    proxiesFor: async () => 'DIRECT',
    patienceMs: 10_000,
  });
  const asked = { method: 'GET', headers: {}, body: new Uint8Array() } as const;
  const url = `${central.url.replace('127.0.0.1', 'localhost')}/healthz`;
  const reached = await reach(url, asked);
  if (!reached.ok) return reached.error;
  for await (const _ of reached.value.body);
  return reached.value.status;
};

test("a terminal trusts central's own certificate by the company's authority in the system's store", async () => {
  expect(await askWith(inFolder('store.crt'))).toBe(200);
  expect(await askWith('/nowhere')).toBe('central-untrusted');
});
