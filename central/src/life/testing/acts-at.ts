import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import { deliveriesOf, pullAll, type Seeded, seedRoute, until } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';

type Delivery = { readonly id: string };

/** A depot with deliveries that their terminal has. */
export const seedPulled = async (
  central: TestCentral,
  stops = 1,
  line: Parameters<typeof seedRoute>[2] = {},
): Promise<
  Seeded & { readonly deliveries: ManifestDelivery[]; readonly first: ManifestDelivery }
> => {
  const seeded = await seedRoute(central, stops, line);
  const deliveries = deliveriesOf((await pullAll(seeded.terminal)).items);
  const [first] = deliveries;
  if (first === undefined) throw new Error('no delivery');
  return { ...seeded, deliveries, first };
};

/** What operators do in a delivery's life, with the headers that it takes. */
export const actsAt = (central: TestCentral) => {
  const view = async ({ id }: Delivery) =>
    (await central.staff('GET', `/v1/deliveries/${id}`)).body;
  const versionOf = async (delivery: Delivery): Promise<number> => (await view(delivery)).version;

  /** An act on one delivery, in the version that it has now unless another is named. */
  const act = async (
    delivery: Delivery,
    what: string,
    body: unknown = {},
    { version, key = randomUUID() }: { version?: number; key?: string } = {},
  ) => {
    const seen = version ?? (await versionOf(delivery));
    const headers = { 'if-match': `"${seen}"`, 'idempotency-key': `"${key}"` };
    const path = `/v1/deliveries/${delivery.id}`;
    return what === ''
      ? central.staff('PATCH', path, body, headers)
      : central.staff('POST', `${path}/${what}`, body, headers);
  };

  /** An act of a depot, or on a terminal. */
  const actAt = (path: string, body: unknown, key: string = randomUUID()) =>
    central.staff('POST', path, body, { 'idempotency-key': `"${key}"` });

  /** Deliveries with the versions that they have now. */
  const seen = (deliveries: readonly Delivery[]) =>
    Promise.all(deliveries.map(async ({ id }) => ({ id, version: await versionOf({ id }) })));

  const acts = async (name: string) =>
    (await central.staff('GET', '/v1/audit')).body.acts.filter(
      (one: { act: string }) => one.act === name,
    );

  /** Waits until so many of central's connections wait for a lock. */
  const untilWaiting = (n: number) =>
    until(async () => {
      const { rows } = await central.ports.pool.query<{ n: number }>(
        `select count(*) as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return (rows[0]?.n ?? 0) >= n;
    });

  /** Holds a row of central's database from outside, until `release`. */
  const hold = async (table: 'delivery' | 'terminal', id: string) => {
    const client = new pg.Client({ connectionString: central.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    await client.query('begin');
    await client.query(`select 1 from ${table} where id = $1 for no key update`, [id]);
    return {
      release: async () => {
        await client.query('rollback');
        await client.end();
      },
    };
  };

  return { view, versionOf, act, actAt, seen, acts, hold, untilWaiting };
};
