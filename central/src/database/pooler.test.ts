import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { PGBOUNCER, type PgBouncer, startPgBouncer } from '../testing/pgbouncer.ts';
import { freePorts } from '../testing/postgres-pair.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  HEADER,
  pullAll,
  seedRoute,
  until,
} from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';

// Only where Debian's PgBouncer is installed.
describe.skipIf(!existsSync(PGBOUNCER))(
  "central over PgBouncer in transaction mode (Debian's)",
  () => {
    let postgres: TestPostgres;
    let bouncer: PgBouncer;
    let central: TestCentral;
    beforeAll(async () => {
      postgres = await startTestPostgres();
      const directDatabaseUrl = await postgres.makeDatabase();
      const [port = 0] = await freePorts(1);
      bouncer = await startPgBouncer(directDatabaseUrl, port);
      const options = { databaseUrl: bouncer.url, directDatabaseUrl };
      central = await startTestCentral(postgres, options);
    });
    afterAll(async () => {
      await central?.stop();
      await bouncer?.stop();
      await postgres?.stop();
    });

    it('imports, issues, and takes hand-overs of many terminals at once', async () => {
      const crews = await Promise.all(Array.from({ length: 6 }, () => seedRoute(central, 2)));
      const signed = await Promise.all(
        crews.map(async ({ terminal }) => {
          const [delivery] = deliveriesOf((await pullAll(terminal)).items);
          if (delivery === undefined) throw new Error('no delivery');
          const entry = await terminal.handOver(delivery, await codeFor(central, delivery));
          return terminal.handIn([entry as SignedEntry]);
        }),
      );
      expect(signed.flatMap(({ findings }) => findings)).toEqual([]);
      const { body } = await central.staff('GET', '/v1/hand-overs');
      expect(body.handOvers.filter((one: { proved: boolean }) => one.proved)).toHaveLength(6);
    });

    it('limits what a transaction may take, and leaves no limit behind on a connection', async () => {
      const { pool } = central.ports;
      const client = await pool.connect();
      try {
        await client.query(pool.begin ?? '');
        const inside = await client.query('show statement_timeout');
        expect(inside.rows).toEqual([{ statement_timeout: '30s' }]);
        await client.query('rollback');
      } finally {
        client.release();
      }
      const outside = await pool.query('show statement_timeout');
      expect(outside.rows).toEqual([{ statement_timeout: '0' }]);
    });

    it('asks a connection of its own for what needs a session', async () => {
      const { depot } = await seedRoute(central, 1);
      const file = [HEADER, csvLine(central.clock.now(), 7, { route: 'R7' })].join('\n');
      const begun = await central.staff('POST', `/v1/depots/${depot}/imports`, file);
      expect(begun.status).toBe(202);
      const path = `/v1/depots/${depot}/imports/${begun.body.id}`;
      const done = await until(async () => {
        const { body } = await central.staff('GET', path);
        return !['receiving', 'running'].includes(body.state) && body;
      });
      expect(done).toMatchObject({ failure: null, state: 'done' });
    });
  },
);
