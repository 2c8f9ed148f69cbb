import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { passTime } from '../testing/people.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { seedRoute } from '../testing/seed.ts';
import { dumpDatabase, makeStaffClient } from '../testing/test-central.ts';
import { makeFirstToken } from './first-key.ts';
import { ASKED, depotsWith, RIGHTS, ROLES } from './rights.ts';

const central = centralForTests();
type Grants = { name: string; depot?: string }[];

const add = async (grants: Grants, more: object = {}) => {
  const body = { name: randomUUID(), kind: 'integration', grants, days: 90, ...more };
  const made = await central.staff('POST', '/v1/operators', body);
  expect(made.status).toBe(201);
  const { id, token } = made.body;
  return { id, token, ask: makeStaffClient(central.url, token) };
};

type Place = { depot: string; ids: Record<string, string> };
const place = async (): Promise<Place> => {
  const { depot, driver, terminal } = await seedRoute(central, 1);
  const { body } = await central.staff('GET', `/v1/routes?depot=${depot}`);
  const route = body.routes[0].id;
  const stops = (await central.staff('GET', `/v1/routes/${route}/deliveries`)).body.deliveries;
  return {
    depot,
    ids: {
      depot,
      delivery: stops[0].id,
      terminal: terminal.id,
      route,
      staff: driver,
      token: randomUUID(),
      once: 'A'.repeat(22),
      ...{ finding: '1', case: '1', message: randomUUID() },
      import: randomUUID(),
      operator: randomUUID(),
    },
  };
};
let own: Place;
let other: Place;
beforeAll(async () => {
  own = await place();
  other = await place();
});

const rightOf = (route: string) => ASKED[route]?.right ?? undefined;
const isEverywhere = (route: string): boolean => {
  const asked = ASKED[route];
  return asked !== undefined && 'everywhere' in asked;
};

type Method = Parameters<typeof central.staff>[0];
const at = (route: string, { ids }: Place): [Method, string] => {
  const [method = '', path = ''] = route.split(' ');
  return [method as Method, path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '')];
};
const actsSoFar = async (): Promise<number> =>
  (await central.staff('GET', '/v1/audit')).body.acts.length;

/** A stream does not end: `events.test.ts` looks at whose it is. */
const ENDLESS = 'GET /v1/events';
const ROUTES = Object.keys(ASKED).filter((one) => rightOf(one) !== undefined && one !== ENDLESS);

describe('every route of operators', () => {
  it.each(ROUTES)('%s is refused to whoever has every right but its own', async (route) => {
    const { ask } = await add(
      RIGHTS.filter((right) => right !== rightOf(route)).map((name) => ({ name })),
    );
    const [method, path] = at(route, own);
    const body = method === 'GET' ? undefined : {};
    expect(await ask(method, path, body)).toMatchObject({
      status: 403,
      body: { type: expect.stringContaining('forbidden') },
    });
  });

  it.each(ROUTES)('%s gives nobody anything of a depot that is not theirs', async (route) => {
    const { ask } = await add(RIGHTS.map((name) => ({ name, depot: own.depot })));
    const before = await actsSoFar();
    const [method, path] = at(route, other);
    const answer = await ask(method, path, method === 'GET' ? undefined : {});
    if (answer.status === 200) {
      expect(JSON.stringify(answer.body)).not.toContain(other.depot);
      expect(JSON.stringify(answer.body)).not.toContain(other.ids['delivery']);
      expect(JSON.stringify(answer.body)).not.toContain(other.ids['terminal']);
    } else {
      expect([400, 403, 415]).toContain(answer.status);
    }
    expect(await actsSoFar()).toBe(before);
  });

  it.each(ROUTES.filter((route) => !isEverywhere(route)))(
    '%s is not refused to whoever has its right in the depot',
    async (route) => {
      const { ask } = await add([{ name: rightOf(route) ?? '', depot: own.depot }]);
      const [method, path] = at(route, own);
      const answer = await ask(method, path, method === 'GET' ? undefined : {});
      // What there is not is answered as what is another's.
      const isThere = !/:(staff|token|once|finding|case|message|import)\b/.test(route);
      if (isThere) expect([401, 403]).not.toContain(answer.status);
      expect(answer.status).not.toBe(500);
    },
  );
});

describe('an operator of one depot', () => {
  it('is not told whether a thing of another depot is there', async () => {
    const { ask } = await add([{ name: 'admin', depot: own.depot }]);
    const [there, not] = await Promise.all([
      ask('GET', `/v1/deliveries/${other.ids['delivery']}`),
      ask('GET', `/v1/deliveries/${randomUUID()}`),
    ]);
    expect(there).toEqual(not);
    expect(there.status).toBe(403);
  });

  it('sees its depot alone in every list, without naming it', async () => {
    const { ask } = await add([{ name: 'admin', depot: own.depot }]);
    expect((await ask('GET', '/v1/depots')).body.depots.map((d: { id: string }) => d.id)).toEqual([
      own.depot,
    ]);
    const { terminals } = (await ask('GET', '/v1/terminals')).body;
    expect(terminals.map((one: { id: string }) => one.id)).toEqual([own.ids['terminal']]);
  });

  it('who works for two says which, and a depot beside its own is refused', async () => {
    const { ask } = await add([
      { name: 'look', depot: own.depot },
      { name: 'look', depot: other.depot },
    ]);
    expect((await ask('GET', '/v1/terminals')).body.type).toContain('depot-missing');
    expect((await ask('GET', `/v1/terminals?depot=${other.depot}`)).status).toBe(200);
    const third = await place();
    expect((await ask('GET', `/v1/terminals?depot=${third.depot}`)).status).toBe(403);
  });

  it('shows no override of another depot’s delivery by its reference', async () => {
    const { ask } = await add([{ name: 'codes', depot: own.depot }]);
    const { body } = await central.staff('GET', `/v1/deliveries/${other.ids['delivery']}`);
    const asked = { reference: body.shortId, person: 'Eve', reason: 'none' };
    expect((await ask('POST', '/v1/overrides', asked)).status).toBe(403);
  });
});

describe('roles', () => {
  it('give what they say, and nothing that nobody knows does', () => {
    for (const [role, rights] of Object.entries(ROLES)) {
      const grants = [{ name: role, depot: null }];
      for (const right of RIGHTS) {
        const has = (rights as readonly string[]).includes(right);
        expect(depotsWith(grants, right), `${role} ${right}`).toEqual(has ? 'all' : []);
      }
    }
    expect(depotsWith([{ name: 'root', depot: null }], 'look')).toEqual([]);
    expect(depotsWith([{ name: 'constructor', depot: null }], 'look')).toEqual([]);
  });

  it('are what people have: a single right is for integrations', async () => {
    const grants = [{ name: 'codes' }];
    const body = { name: 'P', kind: 'person', grants };
    expect((await central.staff('POST', '/v1/operators', body)).status).toBe(400);
  });
});

describe('a key', () => {
  it('ends when it is over', async () => {
    const { ask } = await add([{ name: 'look' }], { days: 1 });
    expect((await ask('GET', '/v1/me')).status).toBe(200);
    await passTime(central, DAY);
    expect((await ask('GET', '/v1/me')).status).toBe(401);
  });

  it('is rolled without a gap: the one before is good for a day, and no longer', async () => {
    const { id, ask } = await add([{ name: 'look' }]);
    const next = await central.staff('POST', `/v1/operators/${id}/key`, { days: 90 });
    const asNext = makeStaffClient(central.url, next.body.token);
    await passTime(central, DAY - HOUR);
    expect((await ask('GET', '/v1/me')).status).toBe(200);
    expect((await asNext('GET', '/v1/me')).status).toBe(200);
    await passTime(central, HOUR + MINUTE);
    expect((await ask('GET', '/v1/me')).status).toBe(401);
    expect((await asNext('GET', '/v1/me')).status).toBe(200);
  });

  it('that was stolen ends at once, and so do those of whoever is removed', async () => {
    const { id, ask } = await add([{ name: 'look' }]);
    const asked = { days: 90, endOthers: true };
    const next = await central.staff('POST', `/v1/operators/${id}/key`, asked);
    expect((await ask('GET', '/v1/me')).status).toBe(401);
    const asNext = makeStaffClient(central.url, next.body.token);
    expect((await asNext('GET', '/v1/me')).status).toBe(200);
    expect((await central.staff('POST', `/v1/operators/${id}/remove`)).status).toBe(204);
    expect((await asNext('GET', '/v1/me')).status).toBe(401);
  });

  it('does less as soon as its operator may do less', async () => {
    const { id, ask } = await add([{ name: 'admin' }]);
    expect((await ask('GET', '/v1/audit')).status).toBe(200);
    const grants = [{ name: 'look' }];
    expect((await central.staff('PUT', `/v1/operators/${id}/grants`, { grants })).status).toBe(204);
    expect((await ask('GET', '/v1/audit')).status).toBe(403);
  });

  it('is kept as a hash alone', async () => {
    const { token } = await add([{ name: 'look' }]);
    expect(await dumpDatabase(central)).not.toContain(token);
  });
});

describe('the last who may do everything', () => {
  it('stays, even where two take it from each other at the same moment', async () => {
    const first = (await central.staff('GET', '/v1/me')).body.id;
    const removed = await central.staff('POST', `/v1/operators/${first}/remove`);
    expect(removed).toMatchObject({ status: 409 });
    expect(removed.body.type).toContain('last-admin');
    const { id, ask } = await add([{ name: 'admin' }]);
    const both = await Promise.all([
      ask('PUT', `/v1/operators/${first}/grants`, { grants: [{ name: 'look' }] }),
      central.staff('PUT', `/v1/operators/${id}/grants`, { grants: [{ name: 'look' }] }),
    ]);
    const [done, refused] = both.map(({ status }) => status).sort();
    // Whoever comes a little later has no right any more.
    expect([done, refused]).toEqual([204, refused === 403 ? 403 : 409]);
    const back = { grants: [{ name: 'admin' }] };
    const admin = both[0]?.status === 204 ? ask : central.staff;
    await admin('PUT', `/v1/operators/${first}/grants`, back);
    expect((await central.staff('GET', '/v1/audit')).status).toBe(200);
  });
});

it('a start lets somebody in again where no key that may do everything is good any more', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'kerbside-let-in-')), 'operator.token');
  const { pool } = central.ports;
  await makeFirstToken(pool, file);
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  const keys = 'select id from operator_key where revoked_at is null';
  const good = (await pool.query<{ id: string }>(keys)).rows.map(({ id }) => id);
  await pool.query('update operator_key set revoked_at = now() where id = any($1)', [good]);
  try {
    await makeFirstToken(pool, file);
    const letIn = makeStaffClient(central.url, (await readFile(file, 'utf8')).trim());
    expect((await letIn('GET', '/v1/audit')).status).toBe(200);
    expect((await central.staff('GET', '/v1/audit')).status).toBe(401);
  } finally {
    await pool.query('update operator_key set revoked_at = null where id = any($1)', [good]);
  }
});

it('the command line adds, grants, renews and removes, and the audit says who did what', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kerbside-operators-'));
  const keyFile = join(folder, 'nadia.key');
  const run = (...args: string[]) => runCli({ env: envOf(central) }, ...args);
  const adding = ['operator', 'add', 'Nadia', '--as', 'dispatcher', '--key-file', keyFile];
  expect(await run(...adding, '--depot', own.depot)).toMatchObject({ code: 0, err: '' });
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  const again = await run(...adding, '--everywhere');
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('[file-unwritable]')]);
  // What is refused leaves no file behind, so that it can be tried again.
  const other = join(folder, 'other.key');
  const taken = await run(
    'operator',
    'add',
    'nadia',
    '--as',
    'it',
    '--everywhere',
    '--key-file',
    other,
  );
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('[name-taken]')]);
  await expect(stat(other)).rejects.toMatchObject({ code: 'ENOENT' });
  const token = (await readFile(keyFile, 'utf8')).trim();
  const nadia = makeStaffClient(central.url, token);
  const driver = { name: 'Kim of Nadia' };
  expect((await nadia('POST', `/v1/depots/${own.depot}/drivers`, driver)).status).toBe(201);
  const { acts } = (await central.staff('GET', '/v1/audit?limit=1')).body;
  expect(acts[0]).toMatchObject({ actor: 'Nadia', act: 'driver-added' });
  const nowhere = await run('operator', 'grant', 'nadia', '--as', 'auditor');
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('[place-missing]')]);
  const everywhere = ['operator', 'grant', 'nadia', '--as', 'auditor', '--everywhere'];
  expect((await run(...everywhere)).code).toBe(0);
  expect((await nadia('GET', '/v1/audit')).status).toBe(200);
  const listed = await run('operator', 'list');
  expect(listed.out).toMatch(/Nadia +person +auditor everywhere/);
  const renewed = await run('operator', 'key', 'Nadia', '--key-file', `${keyFile}2`);
  expect(renewed.code).toBe(0);
  expect((await run('operator', 'remove', 'Nadia')).code).toBe(0);
  expect((await nadia('GET', '/v1/me')).status).toBe(401);
  const gone = await run('operator', 'remove', 'Nadia');
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('[unknown-operator]')]);
});
