import { describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
  type Seeded,
  seedRoute,
} from '../testing/seed.ts';

const central = centralForTests();

let labels = 0;
/** A depot whose terminal has a route of some stops, each with a label of its own. */
const begin = async (stops: number, prepare?: (depot: string) => Promise<unknown>) => {
  const seeded = await seedRoute(central, stops, { route: `R${++labels}` }, prepare);
  const { items, cursor } = await pullAll(seeded.terminal);
  const deliveries = deliveriesOf(items).sort((a, b) => a.position - b.position);
  return { ...seeded, cursor, deliveries };
};
const nobodyHome = ({ terminal }: Seeded, { id, epoch }: ManifestDelivery) =>
  terminal.write({
    kind: 'exception',
    delivery: id,
    epoch,
    outcome: 'nobody-home',
    note: '',
    strokes: [],
  });
const takeBack = ({ terminal }: Seeded, { id }: ManifestDelivery, undoes: number) =>
  terminal.write({ kind: 'exception-undone', delivery: id, undoes: undoes as never });
const handOver = async ({ terminal }: Seeded, delivery: ManifestDelivery) => {
  const signed = await terminal.handOver(delivery, await codeFor(central, delivery));
  if (signed === null) throw new Error('the code was refused');
  return signed;
};
/** A delivery of the same parcel, on the next day. */
const importAgain = ({ depot }: Seeded, label: string, route = 'R1') => {
  const now = central.clock.now();
  const line = csvLine(now, 1, { route, label, arrivalIn: 25 * HOUR }).replace(
    new Date(now + 8 * HOUR).toISOString(),
    new Date(now + 40 * HOUR).toISOString(),
  );
  return central.staff('POST', `/v1/depots/${depot}/deliveries`, `${HEADER}\n${line}`);
};
const statusesOf = async ({ route }: Seeded): Promise<unknown[]> =>
  (await central.staff('GET', `/v1/routes/${route}/deliveries`)).body.deliveries.map(
    (one: { status: string }) => one.status,
  );
const toldOf = async ({ terminal }: Seeded, cursor: number) =>
  (await pullAll(terminal, cursor)).items.flatMap((item) =>
    item.type === 'withdrawn' ? [item.delivery] : [],
  );

describe('what is over', () => {
  it('is told to the terminal that handed it over, at that very docking (D15)', async () => {
    const given = await begin(2);
    const [first] = given.deliveries;
    if (first === undefined) throw new Error('no delivery');
    expect(await toldOf(given, given.cursor)).toEqual([]);
    await given.terminal.handIn([await handOver(given, first)]);
    expect(await toldOf(given, given.cursor)).toEqual([first.id]);
    const again = await toldOf(given, given.cursor);
    expect(again).toEqual([first.id]);
  });

  it('is what nobody opened the door for, from the next day on, and not before (D15)', async () => {
    const given = await begin(2);
    const [first] = given.deliveries;
    if (first === undefined) throw new Error('no delivery');
    await given.terminal.handIn([nobodyHome(given, first)]);
    // The driver may come by once more today.
    expect(await toldOf(given, given.cursor)).toEqual([]);
    expect(await statusesOf(given)).toEqual(['open', 'open']);
    central.clock.advance(25 * HOUR);
    const told = await toldOf(given, given.cursor);
    // The other's time is over as well.
    expect(told.sort()).toEqual(given.deliveries.map(({ id }) => id).sort());
    expect(await statusesOf(given)).toEqual(['expired', 'expired']);
  });

  it('is not what nobody has been to, as long as its code is good', async () => {
    const given = await begin(1);
    const imported = await importAgain(given, 'PARCEL-LONG-LIVED', 'LONG');
    const id = imported.body.routes[0].id;
    const body = { terminal: given.terminal.id };
    await assignRoute(central, id, { ...body, driver: given.driver });
    const { cursor } = await pullAll(given.terminal, given.cursor);
    central.clock.advance(25 * HOUR);
    expect(await toldOf(given, cursor)).toEqual([given.deliveries[0]?.id]);
  });
});

describe('the same parcel once more', () => {
  it('is taken for tomorrow when nobody was home today and the terminal has docked (C12)', async () => {
    const given = await begin(2);
    const [first, second] = given.deliveries;
    const label = first?.parcels[0] ?? '';
    if (first === undefined || second === undefined) throw new Error('no delivery');
    expect((await importAgain(given, label)).status).toBe(422);
    const said = nobodyHome(given, first);
    await given.terminal.handIn([said]);
    const imported = await importAgain(given, label);
    expect([imported.status, imported.body.imported]).toEqual([201, 1]);
    expect(await statusesOf(given)).toEqual(['undelivered', 'open']);
    expect(await toldOf(given, given.cursor)).toEqual([first.id]);
    // The new delivery has the label now, and is alive.
    const twice = await importAgain(given, label, 'R2');
    expect([twice.status, twice.body.lines?.[0]?.code]).toEqual([422, 'label-in-use']);
  });

  it('is not taken when the driver has taken the exception back', async () => {
    const given = await begin(1);
    const [first] = given.deliveries;
    if (first === undefined) throw new Error('no delivery');
    const said = nobodyHome(given, first);
    const undone = takeBack(given, first, said.entry.sequence);
    await given.terminal.handIn([said, undone]);
    expect((await importAgain(given, first.parcels[0] ?? '')).status).toBe(422);
  });

  it('is taken when the first delivery has expired, the very moment that it has (C12)', async () => {
    const given = await begin(1);
    const label = given.deliveries[0]?.parcels[0] ?? '';
    central.clock.advance(8 * HOUR);
    expect((await importAgain(given, label)).status).toBe(201);
    expect(await statusesOf(given)).toEqual(['expired']);
  });

  it('is taken when the first was delivered (C12)', async () => {
    const given = await begin(1);
    const [first] = given.deliveries;
    if (first === undefined) throw new Error('no delivery');
    await given.terminal.handIn([await handOver(given, first)]);
    expect((await importAgain(given, first.parcels[0] ?? '')).status).toBe(201);
  });

  it('ends codes, passes and messages of the first, and nothing if the file is refused', async () => {
    const given = await begin(1);
    const [first] = given.deliveries;
    if (first === undefined) throw new Error('no delivery');
    const pass = await central.staff('POST', `/v1/deliveries/${first.id}/passes`, {
      audience: 'depot',
    });
    await given.terminal.handIn([nobodyHome(given, first)]);
    const bad = `${HEADER}\n${csvLine(central.clock.now(), 1, { label: first.parcels[0] ?? '', route: 'X' })}\nX,0`;
    const path = `/v1/depots/${given.depot}/deliveries`;
    expect((await central.staff('POST', path, bad)).status).toBe(422);
    expect(await statusesOf(given)).toEqual(['open']);
    await importAgain(given, first.parcels[0] ?? '');
    const { body } = await central.staff('GET', `/v1/deliveries/${first.id}/passes`);
    expect(body.passes).toMatchObject([{ once: pass.body.once, state: 'withdrawn' }]);
    const { rows } = await central.ports.pool.query(
      'select count(*) as n from active_code join issue on issue.id = active_code.issue where delivery = $1',
      [first.id],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is another parcel in another depot', async () => {
    const given = await begin(1);
    const other = await begin(1);
    const label = given.deliveries[0]?.parcels[0] ?? '';
    expect((await importAgain(other, label)).status).toBe(201);
  });
});

describe("a depot's facts", () => {
  it('go to its terminals when they enrol and when they change (C10)', async () => {
    const given = await begin(1);
    const set = (body: object) => central.staff('PATCH', `/v1/depots/${given.depot}`, body);
    const changed = await set({ timeZone: 'Europe/Berlin', dispatcherPhone: '+493012345678' });
    expect([changed.status, changed.body.dispatcherPhone]).toEqual([200, '+493012345678']);
    await set({ timeZone: 'Europe/Berlin' });
    const facts = {
      type: 'depot',
      timeZone: 'Europe/Berlin',
      dispatcherPhone: '+493012345678',
    };
    expect((await pullAll(given.terminal, given.cursor)).items).toEqual([facts]);
    const other = await enrolTerminal(central, given.depot, 'T2');
    expect((await pullAll(other)).items).toContainEqual(facts);
    expect((await set({ dispatcherPhone: null })).body.dispatcherPhone).toBe(null);
    for (const bad of [
      { timeZone: 'Berlin' },
      { timeZone: '+02:00' },
      { timeZone: '' },
      { dispatcherPhone: '030 1234' },
      { dispatcherPhone: '' },
    ]) {
      expect((await set(bad)).status, JSON.stringify(bad)).toBe(400);
    }
  });

  it('are said when it is made: a time zone is never guessed (C10)', async () => {
    const make = (body: object) => central.staff('POST', '/v1/depots', body);
    expect((await make({ name: 'Without' })).status).toBe(400);
    const body = { name: 'With', timeZone: 'Europe/Madrid', dispatcherPhone: '+34911234567' };
    expect((await make(body)).body).toMatchObject(body);
  });
});
