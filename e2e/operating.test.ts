import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustAuthorities } from '../central/src/config/authorities.ts';
import { until } from '../central/src/testing/seed.ts';
import { makeStaffClient } from '../central/src/testing/test-central.ts';
import { enrolHandheld, type Handheld } from '../faults/database/handheld.ts';
import { type Machines, makeMachines } from './operating/machines.ts';
import { readBlocks } from './operating/read-page.ts';

// For root on Debian 12 with its PostgreSQL and HAProxy; elsewhere nobody runs the page.
const canRun =
  process.getuid?.() === 0 &&
  ['/usr/bin/pg_createcluster', '/usr/lib/postgresql/15/bin/postgres', '/usr/sbin/haproxy'].every(
    (file) => existsSync(file),
  );

const blocks = readBlocks();
const NUMBERS = 30;

/** In what order they are typed: a test below has each of them. */
const TYPED = [
  ...[
    'Secrets',
    'The primary',
    'The standby',
    'HAProxy',
    'Central',
    'The primary is lost',
    'Backups',
  ],
  ...["Yesterday's backup is restored", 'A new master key', 'A signing key that leaked'],
  ...['Another root key', 'The root key is replaced'],
  ...['PgBouncer', 'How many machines'],
];

test('the page has commands, each for a machine, and all of them are typed', () => {
  expect(blocks.length).toBeGreaterThan(15);
  expect([...new Set(blocks.map(({ heading }) => heading))]).toEqual(TYPED);
  expect(new Set(blocks.flatMap(({ machines }) => machines))).toEqual(
    new Set(['db1', 'db2', 'app1', 'app2', 'lb']),
  );
});

describe.skipIf(!canRun)(
  'an operator who knows only the page (as root on Debian 12, with its PostgreSQL and HAProxy)',
  () => {
    let machines: Machines;
    let terminals: Handheld[] = [];
    beforeAll(async () => {
      machines = await makeMachines();
      trustAuthorities([machines.authority]);
    });
    afterAll(() => machines?.stop());

    const typeAll = async (heading: string): Promise<void> => {
      const own = blocks.filter((block) => block.heading === heading);
      expect(own.length, heading).toBeGreaterThan(0);
      for (const { machines: on, commands } of own) {
        for (const machine of on) {
          // What it asks of a central that is just being started is asked until it answers.
          if (commands.startsWith('curl')) {
            await until(async () => machines.type(machine, commands).catch(() => null));
          } else await machines.type(machine, commands);
        }
      }
    };
    const handInSome = async (): Promise<void> => {
      for (const one of terminals) {
        const until = new AbortController();
        const goal = one.log.length + NUMBERS;
        const working = one.work(until.signal);
        while (one.log.length < goal) await new Promise((resolve) => setTimeout(resolve, 20));
        until.abort();
        await working;
        await one.handInAll(AbortSignal.timeout(60_000));
      }
    };
    const expectAll = async (on: string): Promise<void> => {
      for (const one of terminals) {
        const ask = `echo "select count(*) from entry where terminal = '${one.id}'" | runuser -u postgres -- psql --quiet --tuples-only --port $DB_PORT kerbside`;
        expect(Number(await machines.type(on, ask))).toBe(one.log.length);
        expect([one.acknowledged(), one.strange]).toEqual([one.log.length, []]);
      }
    };

    test('goes from nothing to two processes, a primary, a standby and HAProxy', async () => {
      for (const heading of ['Secrets', 'The primary', 'The standby', 'HAProxy', 'Central']) {
        await typeAll(heading);
      }
      const ready = await until(async () => {
        const answer = await fetch(`${machines.url}/readyz`).catch(() => null);
        return answer?.status === 200 && answer.json();
      });
      expect(ready).toMatchObject({ survivesLossOfMachine: true });
      const staff = makeStaffClient(machines.url, machines.token());
      const facts = { name: 'Nord', sender: 'K', timeZone: 'UTC' };
      const depot = (await staff('POST', '/v1/depots', facts)).body.id;
      for (const name of ['T1', 'T2', 'T3']) {
        const offer = await staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name });
        expect(offer.body.code).toContain('localhost');
        terminals = [...terminals, await enrolHandheld([machines.url], offer.body.code)];
      }
      await handInSome();
      await expectAll('db1');
    });

    test('fails over by hand, and loses nothing', async () => {
      await machines.type('db1', 'pg_ctlcluster 15 $CLUSTER stop --mode immediate');
      await typeAll('The primary is lost');
      await expectAll('db2');
      await handInSome();
      await expectAll('db2');
      const ready = await until(async () => {
        const answer = await fetch(`${machines.url}/readyz`);
        const said = await answer.json();
        return said.survivesLossOfMachine === true && said;
      });
      expect(ready).toMatchObject({ status: 'ready' });
    });

    test("restores yesterday's backup, and loses nothing that terminals still have", async () => {
      await typeAll('Backups');
      await handInSome();
      await typeAll("Yesterday's backup is restored");
      await handInSome();
      await expectAll('db2');
      await typeAll('A new master key');
      await handInSome();
      await expectAll('db2');
      await typeAll('A signing key that leaked');
      await handInSome();
      await expectAll('db2');
      await typeAll('Another root key');
      // As if days had passed.
      const age = `echo "update central_key set listed_at = listed_at - interval '4 days' where statement is not null" | runuser -u postgres -- psql --quiet --port $DB_PORT kerbside`;
      await machines.type('db2', age);
      await typeAll('The root key is replaced');
      await handInSome();
      await expectAll('db2');
      await typeAll('PgBouncer');
      await typeAll('How many machines');
    });
  },
);
