import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { COLUMNS, GOOD, JOERG, read, refused, taken } from './testing/csv-cells.ts';

type Cell = string | number | boolean | Date | null;

/** A workbook of these rows, as a spreadsheet program saves it. */
const workbook = (
  rows: readonly (readonly Cell[])[],
  stringMode: 'shared' | 'inline' = 'shared',
): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: 'Tour', rows: rows.map((row) => [...row]) }], stringMode });
const stop = (change: Readonly<Record<string, Cell>> = {}): Cell[] =>
  COLUMNS.map((column) => change[column] ?? GOOD[column] ?? null);

describe('a workbook', () => {
  it.each(['shared', 'inline'] as const)('is read with %s texts', async (mode) => {
    expect(await taken(await workbook([COLUMNS, stop()], mode))).toMatchObject(JOERG);
  });

  it('has times as the depot’s clocks show them, and numbers in full', async () => {
    const file = await workbook([
      COLUMNS,
      stop({
        position: 1,
        phone: 491701234567,
        arrival: new Date('2026-11-28T16:52:00Z'),
        not_before: new Date('2026-11-28T13:52:00Z'),
        parcels: 1234567891,
      }),
    ]);
    expect(await taken(file)).toMatchObject({
      phone: '+491701234567',
      arrival: Date.parse('2026-11-28T15:52Z'),
      parcels: ['1234567891'],
    });
  });

  it.each([
    [
      'a label that became a quantity',
      { parcels: Number('340987650000000509') },
      'scientific-number',
    ],
    [
      'a label that became a date',
      { parcels: new Date('2026-03-01T00:00:00Z') },
      'turned-into-date',
    ],
    ['a route that became a date', { route: new Date('2026-03-01T00:00:00Z') }, 'turned-into-date'],
    ['a telephone number that became a date', { phone: new Date(0) }, 'turned-into-date'],
    ['yes instead of a number', { phone: true }, 'no-value'],
  ])('with %s is refused', async (_what, change, code) => {
    const [column] = Object.keys(change);
    expect(await refused(await workbook([COLUMNS, stop(change)]))).toEqual([`2 ${column} ${code}`]);
  });

  it('has a time to the second, whatever part of a day it was kept as', async () => {
    const arrival = new Date('2026-11-28T16:51:59.999Z');
    const notBefore = new Date('2026-11-28T13:52:00.001Z');
    const read = await taken(await workbook([COLUMNS, stop({ arrival, not_before: notBefore })]));
    expect(read.arrival).toBe(Date.parse('2026-11-28T15:52Z'));
    expect(read.not_before).toBe(Date.parse('2026-11-28T12:52Z'));
  });

  it('may have a title above the headings, and columns in front of them', async () => {
    const file = await workbook([['Tour 14'], [], [null, ...COLUMNS], [null, ...stop()]]);
    expect(await taken(file)).toMatchObject({ customer: JOERG.customer, line: 4 });
  });

  it('has the rows that the spreadsheet shows', async () => {
    const file = await workbook([[], COLUMNS, [], stop({ position: 'x' })]);
    expect(await refused(file)).toEqual(['4 position not-a-position']);
  });

  it('is read to its end, however long it is', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      stop({ position: i + 1, parcels: `P-${i}-X` }),
    );
    const result = await read(await workbook([COLUMNS, ...rows]));
    expect(result.ok && result.value.lines.map(({ line }) => line)).toEqual(
      rows.map((_, i) => i + 2),
    );
  });

  it('that is damaged, or is something else in a ZIP file, is refused', async () => {
    const file = await workbook([COLUMNS, stop()]);
    expect(await refused(file.subarray(0, file.length - 40))).toEqual(['1 null workbook']);
    const torn = Uint8Array.from(file);
    torn.fill(0, 60, 200);
    expect(await refused(torn)).toEqual(['1 null workbook']);
    expect(await refused(Buffer.from('PK\u0003\u0004nothing'))).toEqual(['1 null workbook']);
  });

  it('that unpacks to more than memory holds is refused before it is unpacked', async () => {
    const file = Buffer.from(await workbook([COLUMNS, stop()]));
    const at = file.lastIndexOf(Buffer.from('xl/sharedStrings.xml')) - 46;
    file.writeUInt32LE(0xf0000000, at + 24);
    const result = await read(file);
    expect(result.ok ? '' : result.error[0]?.reason).toMatch(/too large/);
  });
});
