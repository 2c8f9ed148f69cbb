import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { enrolTerminal, seedRoute } from '../testing/seed.ts';

const central = centralForTests({ now: systemNow });

const assign = (route: string, body: object, version: number | null, key: string | null) =>
  central.staff('POST', `/v1/routes/${route}/assign`, body, {
    ...(version === null ? {} : { 'if-match': `"${version}"` }),
    ...(key === null ? {} : { 'idempotency-key': `"${key}"` }),
  });
const codeOf = ({ body }: { body: { type: string } }) => body.type.split(':').at(-1);

describe('giving a route to a terminal', () => {
  it('names the version that was seen, and raises it', async () => {
    const { route, depot, terminal, driver } = await seedRoute(central, 1);
    const other = await enrolTerminal(central, depot, 'T2');
    const done = await assign(route, { terminal: other.id }, 2, randomUUID());
    expect(done).toMatchObject({ status: 200, etag: '"3"', body: { id: route, version: 3 } });
    const stale = await assign(route, { terminal: terminal.id }, 2, randomUUID());
    expect(stale).toMatchObject({ status: 412, body: { current: [{ id: route, version: 3 }] } });
    const again = await assign(route, { terminal: other.id, driver }, 3, randomUUID());
    expect(again.body.version).toBe(3);
    expect(codeOf(await assign(route, { terminal: other.id }, null, 'x'))).toBe('version-missing');
    expect(codeOf(await assign(route, { terminal: other.id }, 3, null))).toBe(
      'idempotency-key-missing',
    );
  });

  it('is done once for its key, whoever has it since', async () => {
    const { route, depot, terminal } = await seedRoute(central, 1);
    const other = await enrolTerminal(central, depot, 'T2');
    const key = randomUUID();
    const first = await assign(route, { terminal: other.id }, 2, key);
    await assignRoute(central, route, { terminal: terminal.id });
    expect((await assign(route, { terminal: other.id }, 2, key)).body).toEqual(first.body);
    const { body } = await central.staff('GET', `/v1/routes?route=${route}`);
    expect(body.routes[0]).toMatchObject({ version: 4, terminal: { id: terminal.id } });
  });

  it('by two dispatchers at one time is done by one of them', async () => {
    const { route, depot } = await seedRoute(central, 1);
    const others = [await enrolTerminal(central, depot, 'T2'), await enrolTerminal(central, depot)];
    const answers = await Promise.all(
      others.map(({ id }) => assign(route, { terminal: id }, 2, randomUUID())),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('raises the version when a terminal loses its routes', async () => {
    const { route, terminal } = await seedRoute(central, 1);
    await central.staff('POST', `/v1/terminals/${terminal.id}/revoke`, {});
    const { body } = await central.staff('GET', `/v1/routes?route=${route}`);
    expect(body.routes[0]).toMatchObject({ version: 3, terminal: null });
  });

  it('is one command', async () => {
    const { route, depot } = await seedRoute(central, 1);
    const other = await enrolTerminal(central, depot, 'T2');
    const done = await runCli(
      { env: envOf(central) },
      ...['route', 'assign', route, '--terminal', other.id, '--json'],
    );
    expect(JSON.parse(done.out)).toMatchObject({ id: route, version: 3, terminal: { name: 'T2' } });
  });
});
