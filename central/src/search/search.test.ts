import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { seedRoute } from '../testing/seed.ts';

const central = centralForTests();

const search = async (depot: string, text: string) => {
  const query = new URLSearchParams({ text });
  const { status, body } = await central.staff('GET', `/v1/depots/${depot}/search?${query}`);
  expect(status).toBe(200);
  return body as {
    readonly stops: readonly { readonly shortId: string; readonly position: number }[];
    readonly routes: readonly { readonly name: string; readonly driver: string | null }[];
    readonly terminals: readonly { readonly name: string; readonly route: string | null }[];
    readonly hasMore: boolean;
  };
};

describe('a search', () => {
  it('finds a stop by reference, name, house number, and the end of a number or a label', async () => {
    const { depot } = await seedRoute(central, 12);
    const [stop] = (await search(depot, 'customer 7')).stops;
    if (stop === undefined) throw new Error('nothing was found');
    expect(stop.position).toBe(7);
    const { shortId } = stop;
    const typed = `${shortId.slice(0, 3).toLowerCase()}-${shortId.slice(3)}`;
    for (const text of [typed, 'street 7', '0170 00000007', '7-XYZ']) {
      expect([text, (await search(depot, text)).stops[0]?.position]).toEqual([text, 7]);
    }
    const many = await search(depot, 'street');
    expect([many.stops.length, many.hasMore]).toEqual([8, true]);
    expect(await search(depot, 'street 7')).toMatchObject({ hasMore: false });
  });

  it('finds a route by its name, its driver and its terminal, and a terminal with its route', async () => {
    const { depot, route } = await seedRoute(central, 1);
    for (const text of ['r1', 'dor', 'T1', 'dora r1']) {
      expect([text, (await search(depot, text)).routes]).toEqual([
        text,
        [expect.objectContaining({ id: route, name: 'R1', driver: 'Dora', terminal: 'T1' })],
      ]);
    }
    expect((await search(depot, 't1')).terminals).toMatchObject([{ name: 'T1', route }]);
    expect(await search(depot, 'nobody')).toEqual({
      stops: [],
      routes: [],
      terminals: [],
      hasMore: false,
    });
  });

  it('takes signs for what they are, and nothing of another depot', async () => {
    const { depot } = await seedRoute(central, 1);
    await seedRoute(central, 1);
    for (const text of ["'; drop table delivery --", '%', '_', '& | !', '\\', ':*']) {
      const nothing = { stops: [], routes: [], terminals: [], hasMore: false };
      expect([text, await search(depot, text)]).toEqual([text, nothing]);
    }
    expect((await search(depot, 'customer')).stops).toHaveLength(1);
  });
});
