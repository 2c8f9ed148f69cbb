import { describe, expect, it } from 'vitest';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { deliveriesOf, pullAll, type Seeded, seedRoute, until } from '../testing/seed.ts';
import { claimPending, giveUpClaims } from './claim-pending.ts';
import type { IssuePorts } from './issue-pending.ts';
import { startSealingAhead } from './seal-ahead.ts';

const central = centralForTests();

/** Central's ports, which count how often something is derived. */
const counted = (): IssuePorts & { derived: () => number } => {
  let derived = 0;
  const argon2id: IssuePorts['argon2id'] = (...of) => {
    derived++;
    return central.ports.argon2id(...of);
  };
  return { ...central.ports, argon2id, derived: () => derived };
};
const itemsOf = async ({ depot, terminal }: Seeded): Promise<number> => {
  const { rows } = await central.ports.pool.query<{ n: number }>(
    `select count(*) as n from manifest_item where depot = $1 and terminal = $2
       and item->>'type' = 'delivery'`,
    [depot, terminal.id],
  );
  return rows[0]?.n ?? 0;
};
const never = (error: Error): never => {
  throw error;
};

describe('codes that are made ahead', () => {
  it('are there when the terminal asks, and no request derives anything', async () => {
    const seeded = await seedRoute(central, 7);
    const ports = counted();
    const ahead = startSealingAhead(ports, () => {}, never);
    await until(async () => (await itemsOf(seeded)) === 7);
    await ahead.stop();
    expect(ports.derived()).toBe(14);
    const deliveries = deliveriesOf((await pullAll(seeded.terminal)).items);
    expect(deliveries.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it('are derived once, however many workers and terminals are at it', async () => {
    const seeded = await seedRoute(central, 12);
    const workers = [counted(), counted(), counted()];
    const ahead = workers.map((ports) => startSealingAhead(ports, () => {}, never));
    const pages = await Promise.all([1, 2, 3].map(() => pullAll(seeded.terminal)));
    await until(async () => (await itemsOf(seeded)) === 12);
    for (const one of ahead) await one.stop();
    const { items } = await pullAll(seeded.terminal);
    expect(deliveriesOf(items).map(({ epoch }) => epoch)).toEqual(Array(12).fill(1));
    const bySome = workers.reduce((sum, ports) => sum + ports.derived(), 0);
    // The rest was derived for the requests; together it is two for each delivery.
    expect(bySome).toBeLessThanOrEqual(24);
    for (const page of pages) {
      expect(items.slice(0, page.items.length)).toEqual(page.items);
    }
    const { rows } = await central.ports.pool.query(
      'select count(*) as n from delivery_epoch where depot = $1',
      [seeded.depot],
    );
    expect(rows[0].n).toBe(12);
  });
});

describe('the worker', () => {
  it('looks again where something has changed, and at nothing while nothing does', async () => {
    const looks: { readonly at: unknown; readonly found: number }[] = [];
    const pool = new Proxy(central.ports.pool, {
      get: (of, name) =>
        name === 'query'
          ? async (text: string, values: unknown[]) => {
              const answer = await of.query(text, values);
              if (text.includes('agreement_key as')) {
                looks.push({ at: values[0], found: answer.rows.length });
              }
              return answer;
            }
          : Reflect.get(of, name),
    });
    const listeners: ((depot: DepotId | null) => void)[] = [];
    const { depot } = await seedRoute(central, 1);
    const ahead = startSealingAhead(
      { ...central.ports, pool },
      (listener) => void listeners.push(listener),
      never,
    );
    const tell = (one: DepotId | null): void => {
      for (const listener of listeners) listener(one);
    };
    const looksAt = (one: string) => looks.filter(({ at }) => at === one);
    // It looks until it finds nothing more to make.
    await until(async () => looksAt(depot).at(-1)?.found === 0);
    const other = await seedRoute(central, 1);
    const before = looksAt(depot).length;
    tell(other.depot);
    await until(async () => (await itemsOf(other)) === 1);
    expect(looksAt(depot)).toHaveLength(before);
    // What was missed is looked for everywhere.
    tell(null);
    await until(async () => looksAt(depot).length > before);
    await ahead.stop();
  });
});

describe('a claim', () => {
  it('keeps others from the same, until it is given up or whoever made it has died', async () => {
    const { depot, terminal } = await seedRoute(central, 3);
    const { pool, now } = central.ports;
    const key = { depot, id: terminal.id };
    const claim = (limit: number) => claimPending(pool, key, now(), limit);
    const first = await claim(2);
    expect(first).toHaveLength(2);
    expect(await claim(5)).toHaveLength(1);
    expect(await claim(5)).toEqual([]);
    await giveUpClaims(pool, key, first);
    expect(await claim(5)).toEqual(first);
    central.clock.advance(61_000);
    expect(await claim(5)).toHaveLength(3);
  });
});
