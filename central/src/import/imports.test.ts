import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { csvLine } from '../testing/seed.ts';
import { codesOf, fileOf, importerOf } from './testing/importing.ts';

const central = centralForTests();
const { newDepot, send, importFile, getText, deliveriesOf, lines } = importerOf(central);
const restOf = (depot: string, id: string): Promise<string> =>
  getText(`/v1/depots/${depot}/imports/${id}/rest`);

describe('an import beside the requests', () => {
  it('answers with an id at once, and says in the end what came of the file', async () => {
    const depot = await newDepot();
    const done = await importFile(depot, fileOf(...lines(1, 2, 3)));
    expect(done).toMatchObject({
      state: 'done',
      rowsRead: 3,
      failure: null,
      hasRest: false,
      report: { rows: 3, imported: 3, refused: 0, routeCount: 1, problems: [] },
    });
    expect(done.bytesRead).toBe(done.bytes);
    expect(await deliveriesOf(depot)).toHaveLength(3);
    const { body } = await central.staff('GET', '/v1/audit');
    expect(body.acts[0]).toMatchObject({
      act: 'deliveries-imported',
      subject: { depot, deliveries: 3, import: done.id },
    });
  });

  it('takes rows of many chunks, and finds what two far apart have in common', async () => {
    const depot = await newDepot();
    const now = central.clock.now();
    const rows = Array.from({ length: 2_500 }, (_, i) =>
      csvLine(now, (i % 100) + 1, { route: `R${Math.floor(i / 100)}` }),
    );
    const twice = csvLine(now, 1, { route: 'R0', label: 'PARCEL-R24-7-XYZ' });
    const refused = await importFile(depot, fileOf(...rows, twice));
    expect(refused).toMatchObject({ state: 'refused', report: { imported: 0, refused: 1 } });
    expect(refused.report.problems).toMatchObject([
      { line: 2502, code: 'position-twice', reason: expect.stringContaining('Row 2 ') },
      { line: 2502, code: 'label-twice', reason: expect.stringContaining('Row 2408 ') },
    ]);
    expect(await deliveriesOf(depot)).toEqual([]);
    expect(await importFile(depot, fileOf(...rows))).toMatchObject({
      state: 'done',
      report: { imported: 2_500, routeCount: 25 },
    });
    const again = await importFile(depot, fileOf(...rows.slice(0, 1)));
    expect(codesOf(again.report.problems)).toEqual(['2 position-taken', '2 label-in-use']);
  });

  it('lists a thousand problems, and counts the others', async () => {
    const depot = await newDepot();
    const rows = Array.from({ length: 3_000 }, (_, i) => `R1,${i + 1},too,few`);
    const { report } = await importFile(depot, fileOf(...rows));
    expect(report).toMatchObject({ rows: 3_000, refused: 3_000 });
    expect(report.problems).toHaveLength(1_000);
    expect(report.problemCounts).toEqual({ 'field-count': 3_000 });
  });

  it('changes nothing in a dry run, and says what would be', async () => {
    const depot = await newDepot();
    const done = await importFile(depot, fileOf(...lines(1, 2)), 'dryRun=true');
    expect(done).toMatchObject({ state: 'done', dryRun: true, report: { imported: 2 } });
    expect(await deliveriesOf(depot)).toEqual([]);
    const bad = await importFile(depot, fileOf('R1,1,too,few'), 'dryRun=true');
    expect(bad).toMatchObject({ state: 'refused', report: { refused: 1 } });
  });

  it('puts a route on the day of its first arrival, wherever in the file that is', async () => {
    const depot = await newDepot();
    const day = new Date(central.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const next = new Date(central.clock.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const row = (position: number, arrival: string): string =>
      `N,${position},Ada,Weg 1,0170 1234567,${arrival},${day} 08:00,${next} 20:00,NIGHT-${position}`;
    const early = Array.from({ length: 1_500 }, (_, i) => row(i + 1, `${next} 02:00`));
    const done = await importFile(depot, fileOf(...early, row(1_501, `${day} 22:00`)));
    expect(done.report.routes).toMatchObject([{ name: 'N', day, deliveries: 1_501 }]);
    const late = await importFile(
      depot,
      fileOf(
        ...early.map((one) => one.replace('N,', 'M,')),
        row(1, `${day} 10:00`).replace('N,', 'M,'),
      ),
    );
    expect(late.report.problemCounts['route-of-two-days']).toBe(1_500);
  });
});

describe('the good rows alone', () => {
  it('are taken, and the rest comes back to be mended and imported again', async () => {
    const depot = await newDepot();
    const [good = '', bad = '', formula = ''] = lines(1, 2, 3);
    const file = fileOf(
      good,
      bad.replace(/\+49\d+/, '+49170'),
      formula.replace('"Customer, 3"', '"=HYPERLINK(""http://x"")"'),
    );
    const done = await importFile(depot, file, 'goodOnly=true');
    expect(done).toMatchObject({
      state: 'done',
      hasRest: true,
      report: { rows: 3, imported: 1, refused: 2 },
    });
    expect(codesOf(done.report.problems)).toEqual(['3 not-a-phone-number', '4 formula']);
    const rest = await restOf(depot, done.id);
    expect(rest.split('\r\n')).toHaveLength(4);
    expect(rest).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(rest).toContain(",'+49170,");
    const mended = rest.replace("'+49170,", "'+491701234567,").replace(/"'=HYPER[^,]*,/, 'Grace,');
    const again = await importFile(depot, mended);
    expect(again).toMatchObject({ state: 'done', report: { imported: 2, notes: [] } });
    expect((await deliveriesOf(depot)).map(({ customer }) => customer)).toEqual([
      'Customer, 1',
      'Customer, 2',
      'Grace',
    ]);
  });

  it('are the first of those that want the same', async () => {
    const depot = await newDepot();
    const [one = '', two = ''] = lines(1, 2);
    const twin = two.replace('PARCEL-R1-2', 'PARCEL-R1-1');
    const done = await importFile(depot, fileOf(one, twin, two), 'goodOnly=true');
    expect(codesOf(done.report.problems)).toEqual(['3 label-twice']);
    expect(await deliveriesOf(depot)).toHaveLength(2);
  });
});

describe('headings', () => {
  it('mean what was said with a file, and in the files to come', async () => {
    const depot = await newDepot();
    const [one = '', two = ''] = lines(1, 2);
    const named = (row: string) =>
      fileOf(row).replace('phone', 'Handy-Nr').replace('customer', 'wer');
    const without = await importFile(depot, named(one));
    expect(without.report.problems).toMatchObject([
      {
        column: 'customer',
        code: 'missing-column',
        reason: 'No heading of the file means this column.',
      },
      { column: 'phone', code: 'missing-column' },
    ]);
    const query = 'map=HANDY%20NR%3Dphone&map=Wer%3Dcustomer';
    expect(await importFile(depot, named(one), `${query}&dryRun=true`)).toMatchObject({
      state: 'done',
    });
    expect((await importFile(depot, named(one))).state).toBe('refused');
    expect((await importFile(depot, named(one), query)).state).toBe('done');
    expect((await importFile(depot, named(two))).state).toBe('done');
    const path = `/v1/depots/${depot}/import-headings`;
    expect((await central.staff('GET', path)).body.headings).toEqual([
      { heading: 'Wer', meaning: 'customer' },
      { heading: 'HANDY NR', meaning: 'phone' },
    ]);
    const forgotten = await central.staff('PATCH', path, { forget: ['handy-nr'] });
    expect(forgotten.body.headings).toEqual([{ heading: 'Wer', meaning: 'customer' }]);
    await central.staff('PATCH', path, { forget: ['nobody'] });
    const { acts } = (await central.staff('GET', `/v1/audit?act=import-headings-changed`)).body;
    expect(acts).toMatchObject([{ subject: { depot, kept: 0, forgotten: 1 } }]);
  });

  it('that were given a meaning must be there, and may be given none', async () => {
    const depot = await newDepot();
    const file = fileOf(...lines(1))
      .replace('customer', 'customer,name')
      .replace(',"C', ',Shop,"C');
    const absent = await importFile(depot, file, 'map=Nobody%3Dphone');
    expect(absent.report.problems).toMatchObject([{ line: 1, code: 'unknown-heading' }]);
    const done = await importFile(depot, file, 'map=customer%3Dignore&map=name%3Dcustomer');
    expect(done).toMatchObject({ state: 'done' });
    const [one] = await deliveriesOf(depot);
    expect(one.customer).toBe('Customer, 1');
    expect((await send(depot, file, 'map=name%3Dnothing')).status).toBe(400);
  });
});

it('the template can be imported as it is', async () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'UTC']) {
    const depot = await newDepot(zone);
    const template = await getText(`/v1/depots/${depot}/import-template`);
    const done = await importFile(depot, template);
    expect(done).toMatchObject({ state: 'done', report: { imported: 2, notes: [] } });
  }
});

it('imports that do not exist, and files of unknown kinds, are refused', async () => {
  const depot = await newDepot();
  const path = `/v1/depots/${depot}/imports/3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f`;
  expect((await central.staff('GET', path)).body.type).toBe('urn:kerbside:problem:unknown-import');
  const json = await central.staff('POST', `/v1/depots/${depot}/imports`, { a: 1 });
  expect(json.status).toBe(415);
});
