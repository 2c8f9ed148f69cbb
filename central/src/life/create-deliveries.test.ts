import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { deliveriesOf, enrolTerminal, pullAll } from '../testing/seed.ts';

const central = centralForTests();

const newDepot = async (): Promise<string> => {
  const body = { name: `Depot ${randomUUID()}`, timeZone: 'Europe/Berlin' };
  return (await central.staff('POST', '/v1/depots', body)).body.id;
};

let count = 0;
const delivery = (change: object = {}) => {
  const now = central.clock.now();
  return {
    route: '14',
    customer: 'R. Okafor',
    address: ['Weg 3', '12043 Berlin'],
    phone: '0170 1234567',
    arrival: now + HOUR,
    notBefore: now,
    notAfter: now + 8 * HOUR,
    parcels: [`PARCEL-${++count}-XYZ`],
    ...change,
  };
};

const post = (path: string, body: object, key: string = randomUUID()) =>
  central.staff('POST', path, body, { 'idempotency-key': `"${key}"` });
const createOne = (depot: string, change?: object, key?: string) =>
  post('/v1/deliveries', { depot, ...delivery(change) }, key);
const createMany = (depot: string, deliveries: readonly unknown[], more: object = {}) =>
  post(`/v1/depots/${depot}/deliveries/create`, { deliveries, ...more });
const reasons = ({ body }: { body: { errors: { reason: string }[] } }) =>
  body.errors.map(({ reason }) => reason);
const where = ({ body }: { body: { errors: { pointer: string; code: string }[] } }) =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a delivery as JSON', () => {
  it('is made once for its key, last on its route, and answers with id and version', async () => {
    const depot = await newDepot();
    const key = randomUUID();
    const body = { depot, ...delivery() };
    const made = await post('/v1/deliveries', body, key);
    expect(made).toMatchObject({ status: 201, etag: '"1"' });
    expect(made.body).toMatchObject({ version: 1, status: 'open', notes: [] });
    expect((await post('/v1/deliveries', body, key)).body).toEqual(made.body);
    await createOne(depot);
    const list = await central.staff('GET', `/v1/routes/${made.body.route}/deliveries`);
    expect(
      list.body.deliveries.map(({ id, position }: { id: string; position: number }) => [
        position,
        id === made.body.id,
      ]),
    ).toEqual([
      [1, true],
      [2, false],
    ]);
    const { body: shown } = await central.staff('GET', `/v1/deliveries/${made.body.id}`);
    expect(shown).toMatchObject({ customer: 'R. Okafor', shortId: made.body.shortId });
    const acts = (await central.staff('GET', '/v1/audit')).body.acts;
    expect(acts[0]).toMatchObject({ act: 'deliveries-created', subject: { depot, deliveries: 1 } });
  });

  it('is refused in words of its request, and not of a file', async () => {
    const depot = await newDepot();
    const twin = delivery();
    const many = await createMany(depot, [twin, { ...delivery(), parcels: twin.parcels }]);
    expect(reasons(many)).toEqual(['/deliveries/0 has a parcel with the same label.']);
    const now = central.clock.now();
    const reversed = await createOne(depot, { notBefore: now, notAfter: now });
    expect(reasons(reversed)).toEqual(['The end of the validity must be after notBefore.']);
    expect(reasons(await createOne(depot, { customer: ' ' }))).toEqual(['The value is empty.']);
  });

  it('comes to its terminal with its instructions', async () => {
    const depot = await newDepot();
    const parcels = ['(00)340987650000000509', 'PK-1-XYZ-4711'];
    const names = [{ parcel: '340987650000000509', name: 'Lamp' }];
    const instructions = { note: 'Ring twice', needsSignature: true, places: ['Garage'], names };
    const made = await createOne(depot, { parcels, instructions });
    expect(made.status).toBe(201);
    const driver = (await central.staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' }))
      .body;
    const terminal = await enrolTerminal(central, depot);
    const { route } = made.body;
    await assignRoute(central, route, { terminal: terminal.id, driver: driver.id });
    const [item] = deliveriesOf((await pullAll(terminal)).items);
    expect(item).toMatchObject({
      parcels: ['340987650000000509', 'PK-1-XYZ-4711'],
      instructions: {
        note: 'Ring twice',
        names,
        evidence: { signature: true, everyParcel: false },
        places: ['Garage'],
      },
    });
  });

  it.each([
    [{ colour: 'red' }, '/colour unknown-member'],
    [{ customer: undefined }, '/customer missing'],
    [{ customer: 7 }, '/customer malformed'],
    [{ customer: 'M?ller' }, '/customer letters-lost'],
    [{ phone: '3.40988E+11' }, '/phone scientific-number'],
    [{ phone: null }, '/phone missing'],
    [{ parcels: ['PK12345678', '1.23457E+12'] }, '/parcels/1 scientific-number'],
    [{ parcels: ['PK12345678', 'PK12345678'] }, '/parcels/1 label-twice'],
    [{ parcels: ['PK12345678;PK12345679'] }, '/parcels/0 labels-unclear'],
    [{ arrival: 'tomorrow' }, '/arrival not-an-instant'],
    [{ notAfter: true }, '/notAfter malformed'],
    [{ notAfter: '2020-05-04 08:00' }, '/notAfter validity-reversed'],
    [{ token: 'FT-9' }, '/token unknown-token'],
    [{ instructions: { 'a/b': 1 } }, '/instructions/a~1b unknown-member'],
    [{ instructions: { note: 'x'.repeat(201) } }, '/instructions/note malformed'],
    [
      { instructions: { names: [{ parcel: 'PX-1', name: 'x' }] } },
      '/instructions/names unknown-parcel',
    ],
  ])('is refused as a row of a file would be: %j', async (change, problem) => {
    const refused = await createOne(await newDepot(), change);
    expect(refused.body).toMatchObject({ type: 'urn:kerbside:problem:deliveries-refused' });
    expect(where(refused)).toEqual([problem]);
    expect(JSON.stringify(refused.body)).not.toContain('340988');
  });

  it('needs a key and a depot', async () => {
    const depot = await newDepot();
    const none = await central.staff('POST', '/v1/deliveries', { depot, ...delivery() });
    expect(none.body.type).toBe('urn:kerbside:problem:idempotency-key-missing');
    expect((await post('/v1/deliveries', delivery())).status).toBe(400);
    expect((await createOne(randomUUID())).body.type).toBe('urn:kerbside:problem:unknown-depot');
  });
});

describe('many deliveries as JSON', () => {
  it('are made together, each with its index, and again for the same key with the same answer', async () => {
    const depot = await newDepot();
    const all = Array.from({ length: 1_000 }, () => delivery());
    const key = randomUUID();
    const path = `/v1/depots/${depot}/deliveries/create`;
    const { status, body } = await post(path, { deliveries: all }, key);
    expect([status, body.errors]).toEqual([200, []]);
    expect(body.deliveries.map(({ index }: { index: number }) => index)).toEqual(
      all.map((_, i) => i),
    );
    expect((await post(path, { deliveries: all }, key)).body).toEqual(body);
    expect((await createMany(depot, [...all, delivery()])).status).toBe(400);
  });

  it('are all refused if one is, or the good ones are made', async () => {
    const depot = await newDepot();
    const label = 'PARCEL-TWICE-XYZ';
    const some = () => [
      delivery(),
      delivery({ colour: 'red' }),
      delivery({ parcels: [label] }),
      delivery({ parcels: [label] }),
      'nothing',
    ];
    const problems = [
      '/deliveries/1/colour unknown-member',
      '/deliveries/3/parcels label-twice',
      '/deliveries/4 malformed',
    ];
    const none = await createMany(depot, some());
    expect([none.status, where(none)]).toEqual([422, problems]);
    expect((await central.staff('GET', `/v1/routes?depot=${depot}`)).body.routes).toEqual([]);
    const good = await createMany(depot, some(), { goodOnly: true });
    expect([good.status, where(good)]).toEqual([200, problems]);
    expect(good.body.deliveries.map(({ index }: { index: number }) => index)).toEqual([0, 2]);
  });

  it('are of the day of the first arrival of their route, wherever it stands', async () => {
    const depot = await newDepot();
    const now = central.clock.now();
    const late = { notAfter: now + 40 * HOUR, arrival: now + 30 * HOUR };
    const refused = await createMany(depot, [delivery(late), delivery()]);
    expect(where(refused)).toEqual(['/deliveries/0/arrival route-of-two-days']);
  });

  it('that want one label at one moment are made once', async () => {
    const depot = await newDepot();
    const one = () => delivery({ parcels: ['PARCEL-RACE-XYZ'] });
    const answers = await Promise.all([1, 2, 3, 4].map(() => createMany(depot, [one()])));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422]);
  });
});
