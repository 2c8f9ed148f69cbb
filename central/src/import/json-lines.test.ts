import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { importerOf } from './testing/importing.ts';

const central = centralForTests();
const { newDepot, follow, getText, deliveriesOf } = importerOf(central);

const line = (n: number, change: object = {}): string => {
  const now = central.clock.now();
  const [arrival, notBefore, notAfter] = [now + HOUR, now, now + 8 * HOUR];
  const who = { customer: `Customer ${n}`, address: ['Weg 3'], phone: '+491701234567' };
  const parcels = [`PARCEL-${n}-XYZ`];
  return JSON.stringify({ route: '14', ...who, arrival, notBefore, notAfter, parcels, ...change });
};
const importLines = async (depot: string, lines: readonly string[], query = '') => {
  const type = { 'content-type': 'application/x-ndjson' };
  const path = `/v1/depots/${depot}/imports?${query}`;
  const begun = await central.staff('POST', path, Buffer.from(lines.join('\n')), type);
  expect(begun.status).toBe(202);
  return { id: begun.body.id, ...(await follow(depot, begun.body.id)) };
};

describe('an import of lines of JSON', () => {
  it('makes each of them, last on its route in their order', async () => {
    const depot = await newDepot();
    const lines = Array.from({ length: 1_500 }, (_, n) => line(n + 1));
    const done = await importLines(depot, [...lines, '']);
    expect(done).toMatchObject({ kind: 'json-lines', state: 'done', report: { imported: 1_500 } });
    const made = await deliveriesOf(depot);
    expect(made.slice(0, 2)).toMatchObject([
      { position: 1, customer: 'Customer 1' },
      { position: 2, customer: 'Customer 2' },
    ]);
  });

  it('says what is wrong, by line and member, and keeps the others as they came', async () => {
    const depot = await newDepot();
    const bad = [line(2, { colour: 'red' }), '{"route": "1", "route": "2"}', '{'];
    const lines = [line(1), ...bad];
    const refused = await importLines(depot, lines);
    expect(refused.state).toBe('refused');
    const problems = [
      { line: 2, column: '/colour', code: 'unknown-member' },
      { line: 3, column: null, code: 'member-twice' },
      { line: 4, column: null, code: 'not-json' },
    ];
    expect(refused.report.problems).toMatchObject(problems);
    const good = await importLines(depot, lines, 'goodOnly=true');
    expect(good).toMatchObject({ state: 'done', report: { imported: 1, problems }, hasRest: true });
    const rest = await getText(`/v1/depots/${depot}/imports/${good.id}/rest`);
    expect(rest).toBe(`${bad.join('\n')}\n`);
  });

  it('names the member that clashes with another line, too', async () => {
    const depot = await newDepot();
    const same = { position: 1, parcels: ['PARCEL-1-XYZ'] };
    const late = { route: '15', arrival: '2026-11-28 10:00' };
    const lines = [line(1, same), line(2, same), line(3, { route: '15' }), line(4, late)];
    const { report } = await importLines(depot, lines);
    expect(report.problems).toMatchObject([
      { line: 2, column: '/position', code: 'position-twice' },
      { line: 2, column: '/parcels', code: 'label-twice' },
      { line: 4, column: '/arrival' },
    ]);
  });

  it('is refused where nothing is in it, or a line never ends', async () => {
    const depot = await newDepot();
    expect((await importLines(depot, [' '])).report.problems).toMatchObject([{ code: 'no-lines' }]);
    const endless = await importLines(depot, [line(1), 'x'.repeat(400_000)]);
    expect(endless.report.problems).toMatchObject([{ code: 'too-long' }]);
  });
});
