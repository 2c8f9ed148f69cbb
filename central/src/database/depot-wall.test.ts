import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';
import { makeStaffClient } from '../testing/test-central.ts';
import { listWalledTables, lookUpBeyond, withinDepots } from './depot-wall.ts';
import { forOperators, openPool, type Pool, transaction } from './pool.ts';

const central = centralForTests();
let own: DepotId;
let other: DepotId;
/** One connection: what a statement leaves behind, the next one would find. */
let pool: Pool;

beforeAll(async () => {
  own = (await seedRoute(central, 2)).depot;
  other = (await seedRoute(central, 3)).depot;
  const limits = { connections: 1, statementMs: 10_000, lockMs: 10_000 };
  pool = forOperators(openPool(central.databaseUrl, () => {}, limits));
});
afterAll(() => pool.end());

const depotsIn = async (sql: string): Promise<string[]> => [
  ...new Set((await pool.query<{ depot: string }>(sql)).rows.map(({ depot }) => depot)),
];

describe('a statement that forgets its depot', () => {
  const forgetful = 'select depot from delivery';

  it('sees nothing of another depot, alone or in a transaction', async () => {
    expect((await depotsIn(forgetful)).sort()).toEqual([own, other].sort());
    await withinDepots([own], async () => {
      expect(await depotsIn(forgetful)).toEqual([own]);
      expect(await depotsIn('select id as depot from depot')).toEqual([own]);
      await transaction(pool, async (tx) => {
        const { rows } = await tx.query<{ n: number }>('select count(*) as n from parcel');
        expect(rows).toEqual([{ n: 2 }]);
      });
    });
    await withinDepots([], async () => expect(await depotsIn(forgetful)).toEqual([]));
    await withinDepots([own, other], async () => {
      expect((await depotsIn(forgetful)).sort()).toEqual([own, other].sort());
    });
  });

  it('changes nothing of another depot, and puts nothing into it', async () => {
    await withinDepots([own], async () => {
      const changed = await pool.query("update delivery set customer = 'nobody'");
      expect(changed.rowCount).toBe(2);
      const put = `insert into driver (depot, id, name, created_at)
        values ($1, gen_random_uuid(), 'x', now())`;
      await expect(pool.query(put, [other])).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query('delete from sealing')).resolves.toBeDefined();
    });
    const { rows } = await pool.query('select 1 from delivery where customer = $1 and depot = $2', [
      'nobody',
      other,
    ]);
    expect(rows).toEqual([]);
  });

  it('is none of a pool that central itself uses', async () => {
    const itsOwn = openPool(central.databaseUrl, () => {});
    try {
      await withinDepots([own], async () => {
        const { rows } = await itsOwn.query('select distinct depot from delivery');
        expect(rows).toHaveLength(2);
      });
    } finally {
      await itsOwn.end();
    }
  });

  it('leaves nothing behind for whoever has the connection next', async () => {
    await withinDepots([own], async () => {
      await pool.query('select 1');
      await expect(pool.query('select 1 from no_such_table')).rejects.toThrow();
    });
    const { rows } = await pool.query<{ isOwner: boolean; depots: string | null }>(
      `select current_user = session_user as "isOwner",
         nullif(current_setting('kerbside.depots', true), '') as depots`,
    );
    expect(rows).toEqual([{ isOwner: true, depots: null }]);
  });
});

describe('the wall', () => {
  it('stands around every table of depots, and a new one is found to lack it', async () => {
    const lacking = async () =>
      (await listWalledTables(pool)).filter((one) => !one.isWalled).map(({ name }) => name);
    expect(await lacking()).toEqual([]);
    expect((await listWalledTables(pool)).length).toBeGreaterThan(25);
    await pool.query('create table bare (depot uuid, id uuid, primary key (depot, id))');
    try {
      expect(await lacking()).toEqual(['bare']);
    } finally {
      await pool.query('drop table bare');
    }
  });

  it('is of a role that owns nothing and passes no policy by', async () => {
    const { rows } = await pool.query(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole from pg_roles
       where rolname = 'kerbside_depot'`,
    );
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false },
    ]);
  });

  it.each([
    'central_key',
    'operator_key',
    'operator_password',
    'operator_totp',
    'operator_session_token',
    'set_up_link',
  ])('keeps everybody out of %s', async (table) => {
    await withinDepots([own], async () => {
      await expect(pool.query(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
    });
  });
});

describe('behind the wall', () => {
  /** How PostgreSQL would run a statement of this depot, if it has an index that serves. */
  const planOf = (sql: string): Promise<string> =>
    withinDepots([own], () =>
      transaction(pool, async (tx) => {
        await tx.query(
          'set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off',
        );
        const { rows } = await tx.query(`explain ${sql.replaceAll('$own', `'${own}'::uuid`)}`);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      }),
    );

  it.each([
    ['entry', 'true'],
    ['finding', 'true'],
    ['manifest_item', 'terminal = $own'],
  ])('%s is looked up by its delivery in an index', async (table, more) => {
    const of = `select 1 from ${table} where depot = $own and ${more}`;
    const plan = await planOf(`${of} and delivery = $own`);
    expect(plan).toMatch(/Index Cond: .*delivery = /);
  });

  it('the newest hand-overs are read in the order of their index', async () => {
    const plan = await planOf(`select entry from entry where depot = $own and kind = 'hand-over'
      order by received_at desc, terminal desc, sequence desc limit 5`);
    expect(plan).toMatch(/Index Scan Backward using entry_hand_over/);
    expect(plan).not.toMatch(/Sort/);
  });

  it('ids of its own depots are looked up past it, and of no other', async () => {
    const count = async () => (await pool.query('select 1 from delivery')).rowCount;
    await withinDepots([own], async () => {
      expect(await lookUpBeyond([own], count)).toBe(5);
      expect(await count()).toBe(2);
      expect(() => lookUpBeyond([own, other], count)).toThrow('not within the wall');
    });
    expect(await lookUpBeyond([other], count)).toBe(5);
  });
});

it('an operator of one depot works behind it as one of all works without', async () => {
  const body = {
    ...{ name: randomUUID(), kind: 'integration' },
    grants: [{ name: 'admin', depot: own }],
  };
  const { token } = (await central.staff('POST', '/v1/operators', body)).body;
  const ask = makeStaffClient(central.url, token);
  const found = await ask('GET', `/v1/deliveries?depot=${own}&text=nobody`);
  expect([found.status, found.body.deliveries.length]).toEqual([200, 2]);
  for (const path of [
    ...['routes', 'terminals', 'messages', 'findings', 'hand-overs', 'exceptions'],
    'sign-ins',
  ]) {
    const mine = await ask('GET', `/v1/${path}?depot=${own}`);
    const all = await central.staff('GET', `/v1/${path}?depot=${own}`);
    expect([path, mine.status, mine.body]).toEqual([path, 200, all.body]);
  }
  const driver = { name: 'Kim behind the wall' };
  expect((await ask('POST', `/v1/depots/${own}/drivers`, driver)).status).toBe(201);
  const { acts } = (await central.staff('GET', '/v1/audit?limit=1')).body;
  expect(acts[0]).toMatchObject({ act: 'driver-added', actor: body.name });
});
