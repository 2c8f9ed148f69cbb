import { describe, expect, it } from 'vitest';
import { read } from './testing/csv-cells.ts';

const HEADER = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';
let position = 0;
const row = (arrival: string, notBefore: string, notAfter: string, route = '14'): string => {
  position += 1;
  return `${route},${position},Ada,Weg 1,0170 1234567,${arrival},${notBefore},${notAfter},LABEL-${position}`;
};
const refused = async (...rows: string[]): Promise<string[]> => {
  const result = await read([HEADER, ...rows].join('\n'));
  return result.ok ? [] : result.error.map(({ line, column, code }) => `${line} ${column} ${code}`);
};

describe('the times of a row', () => {
  it.each([
    ['2026-11-29 07:59', '2 arrival arrival-outside'],
    ['2026-11-29 20:01', '2 arrival arrival-outside'],
    ['2026-11-28 10:00', '2 arrival arrival-outside'],
    ['2062-11-29 10:00', '2 arrival arrival-outside'],
  ])('must have the arrival %s in the validity', async (arrival, problem) => {
    expect(await refused(row(arrival, '2026-11-29 08:00', '2026-11-29 20:00'))).toEqual([problem]);
  });

  it('may have the arrival at either end of the validity', async () => {
    for (const arrival of ['2026-11-29 08:00', '2026-11-29 20:00']) {
      expect(await refused(row(arrival, '2026-11-29 08:00', '2026-11-29 20:00'))).toEqual([]);
    }
  });

  it('must not keep a code valid for months', async () => {
    const row60 = row('2026-11-29 10:00', '2026-11-29 08:00', '2027-01-28 10:00');
    expect(await refused(row60)).toEqual([]);
    const row61 = row('2026-11-29 10:00', '2026-11-29 08:00', '2027-01-28 10:01');
    expect(await refused(row61)).toEqual(['2 not_after validity-too-long']);
    const far = row('2026-11-29 10:00', '2026-11-29 08:00', '2126-11-29 20:00');
    expect(await refused(far)).toEqual(['2 not_after too-far-ahead']);
  });
});

it('refuses an arrival of a year that nobody meant', async () => {
  const whole = row('29.11.2027 10:00', '29.11.2027 08:00', '29.11.2027 20:00');
  expect(await refused(whole)).toEqual([]);
  for (const year of ['2028', '2036', '28']) {
    const late = row(`29.11.${year} 10:00`, `29.11.${year} 08:00`, `29.11.${year} 20:00`);
    expect(await refused(late)).toEqual(['2 arrival too-far-ahead']);
  }
});

it.each([
  ['2026-11-29 00:00', ['2 arrival-midnight']],
  ['2026-11-28 24:00', ['2 arrival-midnight']],
  ['2026-11-28T23:00Z', ['2 arrival-midnight']],
  ['2026-11-29 00:01', []],
  ['2026-11-29T00:00Z', []],
])('says of an arrival at midnight that perhaps it has no time: %s', async (arrival, notes) => {
  const result = await read(
    [HEADER, row(arrival, '2026-11-28 20:00', '2026-11-29 20:00')].join('\n'),
  );
  const said = result.ok ? result.value.notes.map(({ line, code }) => `${line} ${code}`) : null;
  expect(said).toEqual(notes);
});

describe('a route in one file', () => {
  const at = (arrival: string, route?: string): string =>
    row(arrival, '2026-11-29 08:00', '2026-12-02 20:00', route);

  it('is of one day', async () => {
    expect(
      await refused(at('2026-11-30 09:00'), at('2026-11-29 09:00'), at('2026-12-01 09:00')),
    ).toEqual(['2 arrival route-of-two-days', '4 arrival route-of-two-days']);
    expect(await refused(at('2026-11-29 18:00'), at('2026-11-30 08:00'))).toHaveLength(1);
  });

  it('may go on after midnight, and another may be of another day', async () => {
    expect(await refused(at('2026-11-29 20:00'), at('2026-11-30 05:00'))).toEqual([]);
    expect(await refused(at('2026-11-29 08:30', '15'), at('2026-11-29 23:00', '15'))).toEqual([]);
    expect(await refused(at('2026-11-29 09:00'), at('2026-11-30 09:00', '15'))).toEqual([]);
  });
});

it.each(['01-mag', '28.11.', '3.40988E+17', '#YOK', '#N/B', 'M?ller'])(
  'refuses a customer that a program spoilt: %s',
  async (customer) => {
    const good = row('2026-11-29 09:00', '2026-11-29 08:00', '2026-11-29 20:00');
    expect(await refused(good.replace('Ada', customer))).toHaveLength(1);
  },
);
