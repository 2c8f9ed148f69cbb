import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { csvLine, deliveriesOf, enrolTerminal, HEADER, pullAll } from '../testing/seed.ts';
import { COLUMNS, refused, row, taken } from './testing/csv-cells.ts';

const withColumn = (heading: string, cell: string, parcels = '340987650000000011') =>
  `${[...COLUMNS, heading].join(',')}\r\n${row({ parcels, [heading]: cell }, ',', [...COLUMNS, heading])}\r\n`;
const factsOf = async (heading: string, cell: string, parcels?: string) =>
  (await taken(withColumn(heading, cell, parcels))).facts;

describe("a stop's instructions in a file", () => {
  it('say nothing where the file has no column for them', async () => {
    expect((await taken(withColumn('shop', 'Acme'))).facts).toEqual({
      note: null,
      mayCall: true,
      callPhone: null,
      needsSignature: false,
      needsEveryScan: false,
      persons: null,
      places: null,
      names: [],
    });
  });

  it.each([
    ['Lieferhinweis', 'Zweimal klingeln', { note: 'Zweimal klingeln' }],
    ['Delivery instructions', 'Ring twice\nSide door', { note: 'Ring twice Side door' }],
    ['uwagi', '', { note: null }],
    ['Anruf erlaubt', 'Nein', { mayCall: false }],
    ['may_call', '', { mayCall: true }],
    ['may_call', '✓', { mayCall: true }],
    ['may_call', '✗', { mayCall: false }],
    ['may_call', '☐', { mayCall: false }],
    ['se puede llamar', 'sí', { mayCall: true }],
    ['call_phone', '030 12345678', { callPhone: '+493012345678' }],
    ['Nachweis', 'Unterschrift; Scan', { needsSignature: true, needsEveryScan: true }],
    ['preuve', 'code', { needsSignature: false, needsEveryScan: false }],
    ['places', 'Garage|Porch;Garage', { places: ['Garage', 'Porch'] }],
    ['Ablageort', 'nirgends', { places: [] }],
    ['persons', 'Neighbor, family', { persons: ['neighbour', 'household'] }],
    ['persons', 'nur Kunde', { persons: [] }],
    ['osoby uprawnione', 'sąsiad', { persons: ['neighbour'] }],
  ])('are read under %s: %j', async (heading, cell, facts) => {
    expect(await factsOf(heading, cell)).toMatchObject(facts);
  });

  it('name the parcels in the order of their labels', async () => {
    const labels = 'PK12345678;PK12345679;PK12345680';
    for (const written of ['Lamp;;Chair', 'Lamp؛؛Chair'])
      expect((await factsOf('contents', written, labels)).names).toEqual([
        { parcel: 'PK12345678', name: 'Lamp' },
        { parcel: 'PK12345680', name: 'Chair' },
      ]);
    expect(await refused(withColumn('contents', 'Lamp;Chair', labels))).toEqual([
      '2 parcel_names names-unclear',
    ]);
  });

  it.each([
    ['note', 'x'.repeat(201), 'too-long'],
    ['note', 'M?ller', 'letters-lost'],
    ['note', 'abc\u202edef', 'direction-mark'],
    ['may_call', 'perhaps', 'not-yes-or-no'],
    ['may_call', '?', 'not-yes-or-no'],
    ['call_phone', '3.40988E+11', 'scientific-number'],
    ['call_phone', '0900 1234567', 'phone-not-mobile'],
    ['evidence', 'blood', 'not-evidence'],
    ['places', 'y'.repeat(41), 'too-long'],
    ['places', 'a;b;c;d;e;f;g', 'too-many-places'],
    ['persons', 'dog', 'not-a-person'],
  ])('are refused under %s: %s', async (heading, cell, code) => {
    expect(await refused(withColumn(heading, cell))).toEqual([`2 ${heading} ${code}`]);
  });
});

const central = centralForTests();

it('what a file says of a stop is on its terminal', async () => {
  const name = `Depot ${randomUUID()}`;
  const depot = (await central.staff('POST', '/v1/depots', { name, timeZone: 'UTC' })).body.id;
  await central.staff('PATCH', `/v1/depots/${depot}/policy`, { customerNumbers: true });
  const driver = (await central.staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' }))
    .body;
  const header = `${HEADER},note,contents,call_phone,evidence,places,persons`;
  const label = 'PK12345678;PK12345679';
  const line = csvLine(central.clock.now(), 1, { label });
  const file = `${header}\n${line},Ring twice,Lamp;Chair,+493012345678,signature,Garage,neighbour`;
  const imported = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
  expect(imported.status).toBe(201);
  const terminal = await enrolTerminal(central, depot);
  const { id: route } = imported.body.routes[0];
  await assignRoute(central, route, { terminal: terminal.id, driver: driver.id });
  const [delivery] = deliveriesOf((await pullAll(terminal)).items);
  expect(delivery?.instructions).toEqual({
    note: 'Ring twice',
    phone: '+493012345678',
    names: [
      { parcel: 'PK12345678', name: 'Lamp' },
      { parcel: 'PK12345679', name: 'Chair' },
    ],
    evidence: { signature: true, everyParcel: false },
    persons: ['neighbour'],
    places: ['Garage'],
  });
});
