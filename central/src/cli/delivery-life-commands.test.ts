import { describe, expect, it } from 'vitest';
import { systemNow } from '../clock.ts';
import { seedPulled } from '../life/testing/acts-at.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, csvLine, deliveriesOf, HEADER, pullAll, until } from '../testing/seed.ts';

// The command goes by this machine's clock, and so does the central that it talks to.
const central = centralForTests({ now: systemNow });
const kerbside = (...args: string[]) => runCli({ env: envOf(central) }, ...args);

/** One line of a table, in its words. */
const rows = (out: string): string[][] =>
  out
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

describe('kerbside delivery', () => {
  it('lists the stops of a route of today, and shows one', async () => {
    const { first, depot } = await seedPulled(central, 2, { route: 'L1', arrivalIn: 0 });
    const listed = await kerbside('delivery', 'list', '--route', 'L1', '--depot', depot);
    expect(listed.err).toBe('');
    expect(rows(listed.out).map(([, stop]) => stop)).toEqual(['stop', '1', '2', undefined]);
    const all = await kerbside('delivery', 'list', '--depot', depot);
    // Its message may go meanwhile: what it is called, and where it stands, stays.
    const stays = (out: string) => rows(out).map((row) => row.slice(0, 4));
    expect(stays(all.out)).toEqual(stays(listed.out));
    const shown = await kerbside('delivery', 'show', first.shortId.toLowerCase());
    expect(shown.out).toContain(`${first.shortId} (${first.id})`);
    expect(shown.out).toContain('times are of UTC');
    const json = JSON.parse((await kerbside('delivery', 'show', first.id, '--json')).out);
    expect(json).toMatchObject({ id: first.id, status: 'open', version: 2 });
  });

  it('cancels one or many, and says how the customers’ messages stand', async () => {
    const { deliveries } = await seedPulled(central, 3, { route: 'L2', arrivalIn: 7 * 3_600_000 });
    const names = deliveries.slice(0, 2).map(({ shortId }) => shortId);
    const done = await kerbside('delivery', 'cancel', ...names, '--reason', 'address-wrong');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(rows(done.out).slice(1)).toEqual(names.map((name) => [name, 'cancelled', 'none']));
    const again = await kerbside('delivery', 'cancel', names[0] ?? '');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('[delivery-closed]') });
    const [, , third] = deliveries.map(({ shortId }) => shortId);
    const mixed = await kerbside('delivery', 'cancel', third ?? '', 'ZZZZZZ');
    expect(mixed.err).toContain('the reference ZZZZZZ.');
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await kerbside('delivery', 'cancel', nowhere)).err).toContain(nowhere);
    const shown = await kerbside('delivery', 'show', deliveries[0]?.id ?? '');
    expect(shown.out).toContain('status: cancelled');
    const closed = await kerbside('delivery', 'cancel', deliveries[0]?.id ?? '');
    expect(closed.err).toContain('[delivery-closed]');
  });

  it('changes a delivery, in the time of the depot, and says what is wrong', async () => {
    const { first } = await seedPulled(central, 1, { route: 'L3', arrivalIn: 0 });
    const done = await kerbside('delivery', 'change', first.shortId, '--customer', 'R. Okafor');
    expect([done.code, done.err]).toEqual([0, '']);
    const shown = await kerbside('delivery', 'show', first.shortId);
    expect(shown.out).toContain('customer: R. Okafor');
    const refused = await kerbside('delivery', 'change', first.id, '--phone', '0170 1');
    expect(refused.err).toContain('[change-refused]\n  phone: ');
    expect((await kerbside('delivery', 'change', first.id)).code).toBe(2);
    const landline = await kerbside('delivery', 'change', first.id, '--phone', '+49 30 12345678');
    expect(landline.out).toContain('\nnote: phone: This is a landline');
    const local = new Date(first.arrival + 60_000).toISOString().slice(11, 16);
    const moved = await kerbside('delivery', 'change', first.id, '--arrival', local);
    expect(moved.err).toBe('');
    expect((await kerbside('delivery', 'show', first.id)).out).toMatch(
      new RegExp(`^arrival: .* ${local}$`, 'm'),
    );
  });

  it('moves one to a position, and many to another route', async () => {
    const { deliveries, depot } = await seedPulled(central, 2, { route: 'L4', arrivalIn: 0 });
    const [one, other] = deliveries;
    if (one === undefined || other === undefined) throw new Error('too few');
    const placed = await kerbside('delivery', 'move', one.shortId, '--position', '9');
    expect([placed.code, placed.err]).toEqual([0, '']);
    const taken = await kerbside('delivery', 'move', other.shortId, '--position', '9');
    expect(taken.err).toContain('[position-taken]');
    const now = central.clock.now();
    const line = csvLine(now, 1, { route: 'L5', arrivalIn: 0 });
    await central.staff('POST', `/v1/depots/${depot}/deliveries`, `${HEADER}\n${line}`);
    const names = [one.shortId, other.shortId];
    const moved = await kerbside('delivery', 'move', ...names, '--to', 'L5');
    expect([moved.code, moved.err]).toEqual([0, '']);
    const listed = await kerbside('delivery', 'list', '--route', 'L5', '--depot', depot);
    expect(
      rows(listed.out)
        .map(([, stop, name]) => [stop, name])
        .slice(2, 4),
    ).toEqual([
      ['2', one.shortId],
      ['3', other.shortId],
    ]);
    expect((await kerbside('delivery', 'move', one.shortId)).code).toBe(2);
    const nowhere = await kerbside('delivery', 'move', one.shortId, '--to', 'L99');
    expect(nowhere.err).toMatch(/There is no route L99 on \d{4}-\d\d-\d\d, .*`delivery create`/);
    const otherDay = await kerbside(
      ...['delivery', 'move', one.shortId, '--to', 'L5', '--day', '2020-02-29'],
    );
    expect(otherDay.err).toContain('There is no route L5 on 2020-02-29.');
    await kerbside('delivery', 'cancel', one.shortId);
    const after = await kerbside('delivery', 'list', '--route', 'L5', '--depot', depot);
    expect(rows(after.out).find(([, , name]) => name === one.id)?.[5]).toBe('cancelled');
  });

  it('sends a code while central has it, and makes another one', async () => {
    const { first } = await seedPulled(central, 1, { route: 'L6', arrivalIn: 7 * 3_600_000 });
    const sent = await kerbside('delivery', 'resend', first.shortId);
    expect(sent.err).toBe('');
    await codeFor(central, first);
    await until(async () => (await kerbside('delivery', 'show', first.id)).out.includes('sent '));
    await central.ports.pool.query('update issue set sealed_code = null where delivery = $1', [
      first.id,
    ]);
    const none = await kerbside('delivery', 'resend', first.shortId);
    expect(none.err).toContain('instead: pass, override, reissue');
    const renewed = await kerbside('delivery', 'reissue', first.shortId);
    expect(renewed.out).toContain('another one will follow');
    const early = await kerbside('delivery', 'resend', first.shortId);
    expect(early.err).toMatch(/instead: pass\n$/);
  });

  it('says what the driver is told, and changes a part of it', async () => {
    const label = 'PARCEL-I1-XYZ;PARCEL-I2-XYZ';
    const { first, terminal } = await seedPulled(central, 1, { route: 'L8', arrivalIn: 0, label });
    const instruct = (...rest: string[]) =>
      kerbside('delivery', 'instruct', first.shortId, ...rest);
    expect((await instruct()).out).toBe('no instructions\n');
    const done = await instruct(
      ...['--note', 'Ring twice', '--evidence', 'signature;scan', '--places', 'Garage;Porch'],
      ...['--persons', 'customer', '--name', 'PARCEL-I2-XYZ=Lamp', '--may-call', 'no'],
    );
    expect([done.code, done.err]).toEqual([0, '']);
    const more = await instruct('--note', '', '--call-phone', '+49 30 1234567');
    expect([more.code, more.err]).toEqual([0, '']);
    expect((await instruct()).out.trim().split('\n')).toEqual([
      'parcel PARCEL-I2-XYZ: Lamp',
      'must not be called',
      'number to call: +49301234567',
      'needed beside the code: signature, scan of every parcel',
      'may take it: customer',
      'may be left: Garage, Porch',
    ]);
    expect((await kerbside('delivery', 'show', first.shortId)).out).toContain('Garage, Porch');
    expect(deliveriesOf((await pullAll(terminal)).items).at(-1)?.instructions).toMatchObject({
      evidence: { signature: true, everyParcel: true },
      persons: [],
      places: ['Garage', 'Porch'],
    });
    expect((await instruct('--evidence', 'blood')).code).toBe(2);
    const unknown = await instruct('--name', 'PARCEL-X-XYZ=Lamp');
    expect(unknown.err).toContain('[unknown-parcel]');
  });

  it('creates one, in the time of the depot, and says what is wrong with it', async () => {
    const { depot } = await seedPulled(central, 1, { route: 'L9', arrivalIn: 0 });
    const local = (hours: number) =>
      new Date(central.clock.now() + hours * 3_600_000)
        .toISOString()
        .slice(0, 16)
        .replace('T', ' ');
    const create = (...rest: string[]) =>
      kerbside(
        ...['delivery', 'create', '--depot', depot, '--route', 'L10', '--customer', 'R. Okafor'],
        ...['--address', 'Weg 3|12043 Berlin', '--arrival', local(1), '--from', local(0)],
        ...['--until', local(5), '--note', 'Ring twice', ...rest],
      );
    const made = await create('--phone', '+49 170 1234567', '--parcels', 'PK-C1-XYZ;PK-C2-XYZ');
    expect([made.code, made.err]).toEqual([0, '']);
    const [, id = ''] = /\((.*)\)/.exec(made.out) ?? [];
    const shown = await kerbside('delivery', 'show', id);
    expect(shown.out).toContain('note: Ring twice');
    expect(shown.out).toContain('parcels: PK-C1-XYZ, PK-C2-XYZ');
    const refused = await create('--phone', '3.40988E+11', '--parcels', 'PK-C3-XYZ');
    expect(refused.err).toContain('[deliveries-refused]\n  phone: ');
  });

  it('splits a delivery', async () => {
    const label = 'PARCEL-S1-XYZ;PARCEL-S2-XYZ';
    const { first } = await seedPulled(central, 1, { route: 'L7', arrivalIn: 0, label });
    const done = await kerbside('delivery', 'split', first.shortId, '--parcels', 'PARCEL-S2-XYZ');
    expect([done.code, done.err]).toEqual([0, '']);
    const [, one = [], other = []] = rows(done.out);
    expect(one[0]).toBe(first.shortId);
    expect((await kerbside('delivery', 'show', other[0] ?? '')).out).toContain(
      'parcels: PARCEL-S2-XYZ',
    );
  });
});
