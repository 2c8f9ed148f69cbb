import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute, until } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';

const ALERTS = fileURLToPath(new URL('../../../resources/central/alerts.yml', import.meta.url));
const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;

/** What a receiver of traces was sent. */
const received: string[] = [];
const receiver = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    received.push(`${request.method} ${request.url} ${Buffer.concat(pieces)}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

let postgres: TestPostgres;
let central: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  const port = typeof address === 'object' ? address?.port : 0;
  central = await startTestCentral(postgres, {
    metrics: { host: '127.0.0.1', port: 0 },
    tracesTo: `http://127.0.0.1:${port}`,
  });
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
  receiver.close();
});

const scrape = async (): Promise<string> => (await fetch(`${central.metricsUrl}/metrics`)).text();
const figureOf = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

describe('metrics', () => {
  it('are told on a port of their own, and then on no other', async () => {
    expect(figureOf(await scrape(), 'kerbside_database_up')).toBe(1);
    expect((await fetch(`${central.url}/metrics`)).status).toBe(404);
  });

  it('count what waits, what failed, and who docked; and name nobody', async () => {
    const { terminal, depot } = await seedRoute(central, 3);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    await codeFor(central, delivery as never);
    const asked = await terminal.send('POST', PATHS.time, { nonce: random16() });
    expect(asked.status).toBe(200);
    const { pool } = central.ports;
    const fail = `update message set state = 'failed', ended_at = $2, accepted_at = null,
         sealed_text = null
       where depot = $1
         and id = (select id from message where depot = $1 and state = 'accepted' limit 1)`;
    const values = [depot, new Date(central.clock.now())];
    // It is in the outbox before it is marked.
    await until(async () => (await pool.query(fail, values)).rowCount === 1);
    const text = await until(async () => {
      const told = await scrape();
      return figureOf(told, 'kerbside_messages{state="failed"}') === 1 && told;
    });
    expect(figureOf(text, 'kerbside_findings_open')).toBe(0);
    expect(figureOf(text, 'kerbside_codes_unsealed')).toBe(0);
    expect(figureOf(text, 'kerbside_dockings_total')).toBe(1);
    expect(figureOf(text, 'kerbside_database_connections_awaited{pool="requests"}')).toBe(0);
    for (const secret of [terminal.id, depot, '+49', 'Customer', 'Street']) {
      expect(text).not.toContain(secret);
    }
  });

  it('have names as Prometheus wants them, and each that an alarm asks for exists', async () => {
    const text = await scrape();
    const names = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name));
    const counters = [...text.matchAll(/^# TYPE (kerbside_\S+) counter$/gm)].map(([, n]) => n);
    expect(counters.filter((name) => !name?.endsWith('_total'))).toEqual([]);
    const rules = await readFile(ALERTS, 'utf8');
    const asked = [...rules.matchAll(/\b(?:kerbside|nodejs)_\w+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(10);
    // The certificate's is there where central has one.
    const known = (name: string): boolean =>
      name === 'kerbside_tls_certificate_end_timestamp_seconds' ||
      names.has(name.replace(/_count$/, '')) ||
      names.has(name);
    expect(asked.filter((name) => !known(name))).toEqual([]);
  });

  it.skipIf(!hasPromtool)(
    'and their alarms are taken by promtool (where it is installed)',
    async () => {
      const checked = spawnSync('promtool', ['check', 'rules', ALERTS], { encoding: 'utf8' });
      expect([checked.status, checked.stderr]).toEqual([0, '']);
      const input = await scrape();
      const linted = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
      const ours = linted.stderr.split('\n').filter((line) => line.startsWith('kerbside_'));
      expect(ours).toEqual([]);
    },
  );

  it('are told by central itself to this machine alone, where they have no port', async () => {
    const other = await startTestCentral(postgres);
    try {
      expect(other.metricsUrl).toBeNull();
      const ask = async (remoteAddress: string, headers: Record<string, string> = {}) =>
        (await other.app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
      expect(await ask('127.0.0.1')).toBe(200);
      expect(await ask('10.0.0.1')).toBe(404);
      expect(await ask('127.0.0.1', { 'x-forwarded-for': '10.0.0.1' })).toBe(404);
    } finally {
      await other.stop();
    }
  });
});

describe('traces', () => {
  it('reach the receiver with routes and statuses, and without what was asked for', async () => {
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    await fetch(`${central.url}/v1/deliveries?q=Mustermann`, { headers });
    const all = await until(async () => {
      const text = received.join('\n');
      return text.includes('0af7651916cd43dd8448eb211c80319c') && text;
    });
    expect(all).toMatch(/^POST \/v1\/traces /);
    expect(all).toContain('GET /v1/deliveries');
    expect(all).toContain('"http.response.status_code"');
    expect(all).not.toContain('Mustermann');
  });
});
