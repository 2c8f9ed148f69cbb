import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DeliveryId, DriverId, Epoch, StaffId } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll, seedRoute } from '../testing/seed.ts';
import { PULLED, type TestTerminal } from '../testing/test-terminal.ts';
import { walkPages } from '../testing/walk-pages.ts';

const central = centralForTests();
const kerbside = (...args: string[]) => runCli({ env: envOf(central) }, ...args);

const exception: EntryContent = {
  kind: 'exception',
  delivery: randomUUID() as DeliveryId,
  epoch: 1 as Epoch,
  outcome: 'nobody-home',
  note: '',
  strokes: [],
};
const signedIn: EntryContent = {
  kind: 'signed-in',
  staff: randomUUID() as StaffId,
  by: 'badge',
};

/** Two terminals with five of each, three of them handed in at one moment. */
const seed = async () => {
  const { terminal, depot, driver } = await seedRoute(central, 1);
  const other = await enrolTerminal(central, depot, 'T2');
  const by = { driver: driver as DriverId };
  const write = (from: TestTerminal) => [from.write(exception, by), from.write(signedIn)];
  await terminal.handIn([...write(terminal), ...write(terminal), ...write(terminal)]);
  await other.handIn(write(other));
  central.clock.advance(1_000);
  await terminal.handIn(write(terminal));
  return { terminal, depot };
};

describe('a list, page by page', () => {
  it.each([
    ['exceptions', 'exceptions'],
    ['sign-ins', 'signIns'],
  ])('has each of the %s once, in the order of the whole list (C7)', async (path, member) => {
    const { depot, terminal } = await seed();
    for (const filter of [`depot=${depot}`, `terminal=${terminal.id}`]) {
      const { body } = await central.staff('GET', `/v1/${path}?${filter}`);
      expect(body.more).toBe(false);
      expect(body[member]).toHaveLength(filter.startsWith('depot') ? 5 : 4);
      for (const limit of [1, 2, 3]) {
        const rows = await walkPages(central, `/v1/${path}?${filter}`, member, limit);
        expect(rows).toEqual(body[member]);
      }
    }
  });

  it('has each hand-over once, those whose place in the log was taken as well (A5, C7)', async () => {
    const { terminal } = await seedRoute(central, 3);
    const deliveries = deliveriesOf((await pullAll(terminal)).items);
    await terminal.handIn([terminal.write(PULLED)]);
    const handOvers = [];
    for (const delivery of deliveries) {
      const code = await codeFor(central, delivery);
      const entry = await terminal.handOver(delivery, code);
      // The same place in the log again, as a copy of the terminal would write it.
      const twin = await terminal.handOver(delivery, code, { after: EMPTY_LOG });
      if (entry === null || twin === null) throw new Error('the code was refused');
      handOvers.push(entry, twin);
    }
    await terminal.handIn(handOvers);
    const path = `/v1/hand-overs?terminal=${terminal.id}`;
    const { body } = await central.staff('GET', path);
    expect(body.handOvers).toHaveLength(6);
    for (const limit of [1, 2, 4]) {
      expect(await walkPages(central, path, 'handOvers', limit)).toEqual(body.handOvers);
    }
  });

  it('has each finding once, open or settled as is asked (C7)', async () => {
    const { terminal } = await seedRoute(central, 1);
    await terminal.handIn([terminal.write(PULLED)]);
    const forks = [2, 3, 4, 5, 6].map((items) =>
      terminal.write({ ...PULLED, items }, { after: EMPTY_LOG }),
    );
    await terminal.handIn(forks);
    const path = `/v1/findings?terminal=${terminal.id}`;
    const idsOf = (rows: readonly unknown[]) => rows.map((row) => (row as { id: number }).id);
    const ids = idsOf(await walkPages(central, path, 'findings', 2));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect(ids).toHaveLength(5);
    const settled = ids[2];
    const body = { counts: false, reason: 'a test' };
    await central.staff('POST', `/v1/findings/${settled}/settle`, body);
    const open = await walkPages(central, `${path}&settled=false`, 'findings', 3);
    expect(idsOf(open)).toEqual(ids.filter((id) => id !== settled));
    const done = await walkPages(central, `${path}&settled=true`, 'findings', 3);
    expect(idsOf(done)).toEqual([settled]);
  });

  it.each([
    ['/v1/terminals', 'terminals'],
    ['/v1/routes', 'routes'],
    ['/v1/messages', 'messages'],
    ['/v1/audit', 'acts'],
  ])('has each of %s once, of all depots', async (path, member) => {
    await seed();
    const whole = (await central.staff('GET', path)).body[member];
    expect(whole.length).toBeGreaterThan(1);
    expect(await walkPages(central, path, member, 1)).toEqual(whole);
  });

  it('is refused with a cursor of another list, and with a parameter that there is not', async () => {
    await seed();
    const { next } = (await central.staff('GET', '/v1/exceptions?limit=1')).body;
    expect((await central.staff('GET', `/v1/exceptions?cursor=${next}`)).status).toBe(200);
    for (const asked of [`findings?cursor=${next}`, 'exceptions?cursor=x', 'sign-ins?page=2']) {
      expect([asked, (await central.staff('GET', `/v1/${asked}`)).status]).toEqual([asked, 400]);
    }
  });
});

describe('a list on the command line', () => {
  it('says that there is more, and follows the pages as far as it is asked', async () => {
    const { depot } = await seed();
    const list = (...more: string[]) => kerbside('sign-in', 'list', '--depot', depot, ...more);
    const two = await list('--limit', '2');
    expect(two.out.trim().split('\n')).toHaveLength(5);
    expect(two.out).toContain('There are more. Ask for them with --limit or --all.');
    const all = await list('--all');
    expect(all.out.trim().split('\n')).toHaveLength(7);
    expect(all.out).not.toContain('There are more');
    expect(all.out).toContain('times are of UTC');
    const json = JSON.parse((await list('--limit', '4', '--json')).out);
    expect([json.signIns.length, json.more]).toEqual([4, true]);
    expect((await list('--limit', '4', '--all')).code).toBe(2);
  });
});
