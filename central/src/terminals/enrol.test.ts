import { beforeAll, describe, expect, it } from 'vitest';
import { PATHS, timeStatement } from '../../../shared/protocol/api/terminal.ts';
import { MINUTE } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import { makeTestTerminal, PULLED, type TestTerminal } from '../testing/test-terminal.ts';

const central = centralForTests();
let depot: string;
beforeAll(async () => {
  depot = (await central.staff('POST', '/v1/depots', { name: 'Depot', timeZone: 'UTC' })).body.id;
});

const offer = async (where = depot): Promise<string> =>
  (await central.staff('POST', `/v1/depots/${where}/enrolment-codes`, { name: 'T' })).body.code;
const terminal = (): TestTerminal => makeTestTerminal(central.url, central.clock.now);
const codeOf = (answer: { body: { type?: string } }): string | undefined =>
  answer.body.type?.split(':').at(-1);

describe('enrolling', () => {
  it('grants what the token says, signed with the manifest key', async () => {
    const one = terminal();
    expect((await one.enrol(await offer())).status).toBe(200);
    const { body } = await central.staff('GET', `/v1/terminals?terminal=${one.id}`);
    expect(body.terminals).toMatchObject([{ name: 'T', depot, status: 'enrolled' }]);
  });

  it('works for as long as was asked for, at most a shift', async () => {
    const path = `/v1/depots/${depot}/enrolment-codes`;
    const { body } = await central.staff('POST', path, { name: 'Sheet', minutes: 480 });
    expect(Math.round((body.expires - central.clock.now()) / MINUTE)).toBe(480);
    central.clock.advance(479 * MINUTE);
    expect((await terminal().enrol(body.code)).status).toBe(200);
    expect((await central.staff('POST', path, { name: 'T', minutes: 481 })).status).toBe(400);
  });

  it('says the same again to the same keys: a terminal may crash in the middle', async () => {
    const code = await offer();
    const one = terminal();
    const first = await one.enrol(code);
    const { id } = one;
    central.clock.advance(60 * MINUTE);
    const second = await one.enrol(code);
    expect(second.body.grant).toEqual(first.body.grant);
    expect(one.id).toBe(id);
  });

  it('refuses a token that another terminal used', async () => {
    const code = await offer();
    await terminal().enrol(code);
    const answer = await terminal().enrol(code);
    expect([answer.status, codeOf(answer)]).toEqual([409, 'enrolment-token-used']);
  });

  it('refuses a token after fifteen minutes', async () => {
    const code = await offer();
    central.clock.advance(15 * MINUTE);
    const answer = await terminal().enrol(code);
    expect([answer.status, codeOf(answer)]).toEqual([410, 'enrolment-token-expired']);
  });

  it('refuses a token that was not made here', async () => {
    const parts = (await offer()).split('/');
    parts[1] = random16();
    const answer = await terminal().enrol(parts.join('/'));
    expect([answer.status, codeOf(answer)]).toEqual([403, 'enrolment-token-unknown']);
  });

  it('refuses a second token for a key that is enrolled, of another depot as well', async () => {
    const one = terminal();
    await one.enrol(await offer());
    const facts = { name: 'Another depot', timeZone: 'UTC' };
    const another = (await central.staff('POST', '/v1/depots', facts)).body.id;
    for (const where of [depot, another]) {
      const answer = await one.enrol(await offer(where));
      expect([answer.status, codeOf(answer)]).toEqual([409, 'already-enrolled']);
    }
  });

  it('lets exactly one of two terminals win that show one token at one time', async () => {
    const code = await offer();
    const answers = await Promise.all([terminal().enrol(code), terminal().enrol(code)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('keeps no token in the database', async () => {
    const code = await offer();
    const token = code.split('/')[1] ?? '';
    const { rows } = await central.ports.pool.query('select * from enrolment_token');
    const dump = JSON.stringify(rows);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('refuses a body with a key of small order', async () => {
    const one = terminal();
    const body = {
      token: (await offer()).split('/')[1],
      signingKey: one.signer.publicKey,
      agreementKey: Buffer.alloc(32).toString('base64url'),
      platform: 'test',
    };
    const answer = await one.send('POST', PATHS.enrol, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad-key']);
  });
});

describe('revoking', () => {
  it('is said to the terminal with the signed time, and what it had accepted is still taken (A10)', async () => {
    const { terminal: one } = await seedRoute(central, 2);
    await pullAll(one);
    const ask = async () => {
      const nonce = random16();
      const { status, body } = await one.send('POST', PATHS.time, { nonce });
      return { status, statement: timeStatement.parse(body.document), nonce };
    };
    expect((await ask()).statement).not.toHaveProperty('revoked');
    const before = one.write(PULLED);
    const notBefore = central.clock.now();
    await central.staff('POST', `/v1/terminals/${one.id}/revoke`, {});
    const notAfter = central.clock.now();
    central.clock.advance(5_000);
    const { status, statement, nonce } = await ask();
    expect([status, statement.nonce]).toEqual([200, nonce]);
    expect(statement.revoked).toBeGreaterThanOrEqual(notBefore);
    expect(statement.revoked).toBeLessThanOrEqual(notAfter);
    expect(await one.handIn([before])).toEqual({ acknowledged: 1, findings: [] });
    const report = { anchored: null, stored: { sequence: 1, hash: one.head.hash } };
    expect((await one.send('POST', PATHS.rolledBack, report)).status).toBe(204);
    for (const path of [`${PATHS.manifest}?after=0`, PATHS.release]) {
      const refused = await one.send('GET', path, undefined);
      expect([refused.status, codeOf(refused)]).toEqual([401, 'revoked-terminal']);
    }
  });

  it('works from the next request on, ends the codes and frees the route', async () => {
    const { terminal: one, route, depot: home } = await seedRoute(central, 2);
    await pullAll(one);
    const answer = await central.staff('POST', `/v1/terminals/${one.id}/revoke`, {});
    expect(answer.body.status).toBe('revoked');
    const refused = await one.send('GET', `${PATHS.manifest}?after=0`, undefined);
    expect([refused.status, codeOf(refused)]).toEqual([401, 'revoked-terminal']);
    const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    for (const { issue } of body.deliveries) expect(issue.state).toBe('withdrawn');
    const routes = await central.staff('GET', `/v1/routes?depot=${home}`);
    expect(routes.body.routes[0].terminal).toBeNull();
    const other = await enrolTerminal(central, home, 'T2');
    const assigned = await assignRoute(central, route, {
      terminal: other.id,
    });
    expect(assigned.status).toBe(200);
    const back = await assignRoute(central, route, { terminal: one.id });
    expect([back.status, codeOf(back)]).toEqual([409, 'terminal-is-revoked']);
  });
});
