import { describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { HOUR } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  pullAll,
  type Seeded,
  seedRoute,
} from '../testing/seed.ts';
import { codesOf, fileOf, importerOf } from './testing/importing.ts';

const central = centralForTests();
const { follow, getText, importFile } = importerOf(central);
const LOOK = 'dryRun=true&goodOnly=true&keep=true';

/** A route of three: one was delivered, at one nobody was home, one is open. */
const afternoon = async () => {
  const seeded: Seeded = await seedRoute(central, 3);
  const { terminal } = seeded;
  const [first, second] = deliveriesOf((await pullAll(terminal)).items).sort(
    (a, b) => a.position - b.position,
  ) as [ManifestDelivery, ManifestDelivery];
  const handed = await terminal.handOver(first, await codeFor(central, first));
  if (handed === null) throw new Error('the code was refused');
  const tried = terminal.write({
    kind: 'exception',
    delivery: second.id,
    epoch: second.epoch,
    outcome: 'nobody-home',
    note: '',
    strokes: [],
  });
  await terminal.handIn([handed, tried]);
  const file = fileOf(...[1, 2, 3].map((position) => csvLine(central.clock.now(), position)));
  return { depot: seeded.depot, route: seeded.route, file };
};
const stopsOf = async (route: string): Promise<string[]> =>
  (await central.staff('GET', `/v1/routes/${route}/deliveries`)).body.deliveries.map(
    (one: { status: string }) => one.status,
  );

describe('a file that comes a second time', () => {
  it('makes no second delivery of what was delivered or tried on that day, or is open', async () => {
    const { depot, route, file } = await afternoon();
    const done = await importFile(depot, file);
    expect(done).toMatchObject({ state: 'refused', report: { imported: 0, refused: 3 } });
    expect(codesOf(done.report.problems)).toEqual([
      '2 label-delivered',
      '3 label-tried',
      '4 position-taken',
      '4 label-in-use',
    ]);
    const small = `/v1/depots/${depot}/deliveries`;
    expect((await central.staff('POST', small, file)).status).toBe(422);
    expect(await stopsOf(route)).toEqual(['delivered', 'open', 'open']);
  });

  it('has its rows left out where the good ones are imported, and says why', async () => {
    const { depot, route, file } = await afternoon();
    const more = `${file}\r\n${csvLine(central.clock.now(), 4)}`;
    const done = await importFile(depot, more, 'goodOnly=true');
    expect(done).toMatchObject({ state: 'done', report: { imported: 1, refused: 3 } });
    const rest = await getText(`/v1/depots/${depot}/imports/${done.id}/rest`);
    expect(rest).toContain('was delivered on this day already');
    expect(await stopsOf(route)).toHaveLength(4);
  });

  it('is imported all the same if somebody says so of the file', async () => {
    const { depot, route, file } = await afternoon();
    const done = await importFile(depot, file, 'goodOnly=true&again=true');
    expect(done).toMatchObject({ state: 'done', report: { imported: 2, refused: 1 } });
    expect((await stopsOf(route)).sort()).toEqual([
      'delivered',
      'open',
      'open',
      'open',
      'undelivered',
    ]);
  });

  it('is imported row by row as somebody says that it is meant', async () => {
    const { depot, route, file } = await afternoon();
    const { id } = await importFile(depot, file, LOOK);
    const at = `/v1/depots/${depot}/imports/${id}`;
    const mean = (body: object) => central.staff('PATCH', `${at}/rows/2`, body);
    expect((await mean({ meant: true })).body).toMatchObject({ meant: true, mended: false });
    await central.staff('POST', `${at}/run`, { dryRun: true, goodOnly: true });
    expect(await follow(depot, id)).toMatchObject({ report: { imported: 1, refused: 2 } });
    const { rows } = (await central.staff('GET', `${at}/rows`)).body;
    expect(rows).toMatchObject([{ line: 2, meant: true, problems: [] }, { line: 3 }, { line: 4 }]);
    await central.staff('POST', `${at}/run`, { goodOnly: true });
    expect(await follow(depot, id)).toMatchObject({ state: 'done', report: { imported: 1 } });
    expect(await stopsOf(route)).toEqual(['delivered', 'open', 'open', 'open']);
  });

  it('forgets what was meant where the row is changed', async () => {
    const { depot, file } = await afternoon();
    const { id } = await importFile(depot, file, LOOK);
    const row = `/v1/depots/${depot}/imports/${id}/rows/2`;
    const { body } = await central.staff('PATCH', row, { meant: true });
    const changed = await central.staff('PATCH', row, { cells: body.cells });
    expect(changed.body).toMatchObject({ meant: false, mended: true });
  });

  it('is taken on another day: what was tried today goes out tomorrow', async () => {
    const { depot } = await afternoon();
    const now = central.clock.now() + 24 * HOUR;
    const file = fileOf(csvLine(now, 1), csvLine(now, 2));
    expect(await importFile(depot, file)).toMatchObject({ state: 'done', report: { imported: 2 } });
  });

  it('is known by its bytes before it is imported, for a day', async () => {
    const { depot, file } = await afternoon();
    const fresh = file.replaceAll('PARCEL', 'OTHER').replaceAll('R1', 'R9');
    const first = await importFile(depot, fresh, 'name=r30.csv');
    expect(first).toMatchObject({ state: 'done', sameAs: null });
    const looked = await importFile(depot, fresh, LOOK);
    expect(looked.sameAs).toEqual({
      id: first.id,
      at: first.endedAt,
      name: 'r30.csv',
      by: expect.any(String),
    });
    expect((await importFile(depot, `${fresh}\r\n`, LOOK)).sameAs).toBeNull();
    central.clock.advance(25 * HOUR);
    expect((await importFile(depot, fresh, LOOK)).sameAs).toBeNull();
  });
});
