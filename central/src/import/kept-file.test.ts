import { describe, expect, it } from 'vitest';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { dumpDatabase, type TestCentral } from '../testing/test-central.ts';
import { forgetImports } from './import-store.ts';
import { fileOf, importerOf } from './testing/importing.ts';

const central = centralForTests();
const { newDepot, follow, importFile, deliveriesOf, lines } = importerOf(central);
const staff: TestCentral['staff'] = (...asked) => central.staff(...asked);

const LOOK = 'dryRun=true&goodOnly=true&keep=true&name=today.csv';
const at = (depot: string, id: string, more = '') => `/v1/depots/${depot}/imports/${id}${more}`;
const rowsOf = async (depot: string, id: string) =>
  (await staff('GET', at(depot, id, '/rows'))).body.rows;
const change = (depot: string, id: string, line: number, body: object) =>
  staff('PATCH', at(depot, id, `/rows/${line}`), body);
const run = async (depot: string, id: string, body: object = {}) => {
  const begun = await staff('POST', at(depot, id, '/run'), body);
  if (begun.status !== 202) throw new Error(begun.body.type);
  return follow(depot, id);
};

/** Three rows: one is good, one has no telephone number, one is another's twin. */
const threeRows = (): string => {
  const [good = '', phone = '', twin = ''] = lines(1, 2, 3);
  return fileOf(
    good,
    phone.replace(/\+49\d+/, 'nobody'),
    twin.replace('PARCEL-R1-3', 'PARCEL-R1-1'),
  );
};

describe('a file that waits', () => {
  it('says what its columns were taken for, and which rows need somebody, with their cells', async () => {
    const depot = await newDepot();
    const looked = await importFile(depot, threeRows(), LOOK);
    expect(looked).toMatchObject({
      state: 'done',
      name: 'today.csv',
      by: expect.any(String),
      report: { rows: 3, imported: 1, refused: 2 },
    });
    expect(looked.keptUntil).toBe(later(looked.endedAt, DAY));
    expect(looked.columns).toContainEqual({
      heading: 'phone',
      meaning: 'phone',
      samples: ['nobody'].map(() => expect.any(String)).concat('nobody', expect.any(String)),
    });
    const rows = await rowsOf(depot, looked.id);
    expect(rows.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
    expect(rows[0].cells).toContain('nobody');
    expect(rows[0].problems).toMatchObject([{ column: 'phone', code: 'not-a-phone-number' }]);
    expect(rows[1].problems).toMatchObject([{ column: 'parcels', code: 'label-twice' }]);
    expect(await deliveriesOf(depot)).toEqual([]);
  });

  it('is mended row by row, looked at again, and imported without being sent again', async () => {
    const depot = await newDepot();
    const { id } = await importFile(depot, threeRows(), LOOK);
    const [phone, twin] = await rowsOf(depot, id);
    const mend = (row: { cells: string[] }, from: string, to: string) =>
      row.cells.map((cell) => cell.replace(from, to));
    const still = await change(depot, id, 3, { cells: mend(phone, 'nobody', '12') });
    expect(still.body.problems).toMatchObject([{ code: 'not-a-phone-number' }]);
    const mended = await change(depot, id, 3, { cells: mend(phone, 'nobody', '0170 1234567') });
    expect(mended.body).toMatchObject({ line: 3, problems: [], mended: true });
    await change(depot, id, 4, { cells: mend(twin, 'PARCEL-R1-1', 'PARCEL-R1-9') });
    expect(await run(depot, id, { dryRun: true, goodOnly: true })).toMatchObject({
      report: { rows: 3, imported: 3, refused: 0 },
    });
    const done = await run(depot, id);
    expect(done).toMatchObject({
      state: 'done',
      dryRun: false,
      keptUntil: null,
      columns: null,
      report: { imported: 3 },
    });
    expect(await deliveriesOf(depot)).toHaveLength(3);
    expect((await staff('POST', at(depot, id, '/run'), {})).body.type).toMatch(/import-over$/);
  });

  it('is imported without what was left out, and what is still wrong comes back as a file', async () => {
    const depot = await newDepot();
    const { id } = await importFile(depot, threeRows(), LOOK);
    expect((await change(depot, id, 3, { leftOut: true })).body.leftOut).toBe(true);
    const done = await run(depot, id, { goodOnly: true });
    expect(done).toMatchObject({ hasRest: true, report: { rows: 2, imported: 1, refused: 1 } });
  });

  it('goes on waiting where it is refused: with what is wrong now, and what was mended before', async () => {
    const depot = await newDepot();
    const { id } = await importFile(depot, threeRows(), LOOK);
    const [phone] = await rowsOf(depot, id);
    const cells = phone.cells.map((cell: string) => cell.replace('nobody', '0170 1234567'));
    await change(depot, id, 3, { cells });
    expect(await run(depot, id)).toMatchObject({ state: 'refused', report: { refused: 1 } });
    expect(await rowsOf(depot, id)).toMatchObject([
      { line: 3, mended: true, problems: [], cells },
      { line: 4, mended: false, problems: [{ code: 'label-twice' }] },
    ]);
    await change(depot, id, 4, { leftOut: true });
    expect(await run(depot, id)).toMatchObject({ state: 'done', report: { imported: 2 } });
  });

  it('whose headings mean nothing shows its columns, and is read by what somebody says of them', async () => {
    const depot = await newDepot();
    const [row = ''] = lines(1);
    const file = fileOf(row).replace(',phone,', ',Ruf mich an,');
    const looked = await importFile(depot, file, LOOK);
    expect(looked).toMatchObject({ state: 'refused', report: { rows: 0 } });
    expect(looked.columns).toContainEqual({
      heading: 'Ruf mich an',
      meaning: null,
      samples: [expect.stringMatching(/^\+49/)],
    });
    const map = ['Ruf mich an=phone'];
    const again = await run(depot, looked.id, { dryRun: true, goodOnly: true, map });
    expect(again).toMatchObject({ state: 'done', report: { imported: 1 } });
    // What was said once holds for this file.
    expect((await run(depot, looked.id)).report.imported).toBe(1);
    const { body } = await staff('GET', `/v1/depots/${depot}/import-headings`);
    expect(body.headings).toEqual([{ heading: 'Ruf mich an', meaning: 'phone' }]);
  });

  it('does not wait if nobody could mend it', async () => {
    const depot = await newDepot();
    const looked = await importFile(depot, new Uint8Array([0x89, 0x50, 0, 0, 1, 0xff, 0, 3]), LOOK);
    expect(looked).toMatchObject({ state: 'refused', keptUntil: null, columns: null });
    expect(looked.report.problems).toHaveLength(1);
  });

  it('waits for a day, and nothing of it stays then', async () => {
    const depot = (await newDepot()) as DepotId;
    const file = threeRows().replace('Customer, 2', 'Zaphod Beeblebrox');
    const { id } = await importFile(depot, file, LOOK);
    expect(await dumpDatabase(central)).toContain('Beeblebrox');
    await forgetImports(central.ports.pool, depot, later(central.clock.now(), DAY));
    expect(await dumpDatabase(central)).not.toContain('Beeblebrox');
    expect((await staff('GET', at(depot, id, '/rows'))).status).toBe(409);
    expect((await change(depot, id, 3, { leftOut: true })).status).toBe(409);
  });
});

describe("a depot's imports", () => {
  it('are listed with their figures, the newest first, by pages', async () => {
    const depot = await newDepot();
    const first = await importFile(depot, fileOf(...lines(7)), 'name=one.csv');
    central.clock.advance(1_000);
    const second = await importFile(depot, threeRows(), LOOK);
    const list = `/v1/depots/${depot}/imports`;
    const page = (await staff('GET', `${list}?limit=1`)).body;
    expect(page.imports).toMatchObject([
      { id: second.id, name: 'today.csv', dryRun: true, rows: 3, imported: 1, refused: 2 },
    ]);
    const rest = (await staff('GET', `${list}?cursor=${page.next}`)).body;
    expect(rest).toMatchObject({ imports: [{ id: first.id, imported: 1 }], more: false });
  });
});
