import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { walkPages } from '../testing/walk-pages.ts';

const central = centralForTests();

const PEOPLE = [
  ['Élodie Müller-Lüdenscheidt', 'Bergmannstraße 27', '+491701234567', 'PK12345678'],
  ['Ł. Żółtowski', 'Weg 3-5', '+48512345678', '340987650000000011'],
  ['S. Ó Briain', 'Fürbringerstr. 127', '+4917055502727', 'ORD-1000123'],
  ['محمد علي', 'شارع 27', '+201001234567', 'PK87654321'],
] as const;

const seed = async (): Promise<string> => {
  const name = `Depot ${randomUUID()}`;
  const depot = (await central.staff('POST', '/v1/depots', { name, timeZone: 'UTC' })).body.id;
  const now = central.clock.now();
  const deliveries = PEOPLE.map(([customer, street, phone, label], n) => ({
    ...{ route: '14', customer, phone, address: [street, '12043 Town'], parcels: [label] },
    ...{ arrival: now + n * HOUR, notBefore: now, notAfter: now + 8 * HOUR },
  }));
  const path = `/v1/depots/${depot}/deliveries/create`;
  const key = { 'idempotency-key': `"${randomUUID()}"` };
  const made = await central.staff('POST', path, { deliveries }, key);
  expect(made.status).toBe(200);
  return depot;
};
const found = async (depot: string, text: string): Promise<string[]> => {
  const query = new URLSearchParams({ depot, text });
  const { status, body } = await central.staff('GET', `/v1/deliveries?${query}`);
  expect(status).toBe(200);
  return body.deliveries.map(({ customer }: { customer: string }) => customer);
};
const namesOf = (numbers: readonly number[]): string[] => numbers.map((n) => PEOPLE[n]?.[0] ?? '');

describe('a search of deliveries', () => {
  it('finds names, streets and house numbers by their beginnings, without accents', async () => {
    const depot = await seed();
    const cases: readonly [string, ...number[]][] = [
      ['muller', 0],
      ['MÜLL elo', 0],
      ['lüdenscheidt', 0],
      ['zolt', 1],
      ['briain', 2],
      ['bergmannstrasse', 0],
      ['berg 27', 0],
      ['27', 3, 0],
      ['weg 5', 1],
      ['محمد', 3],
      ['town', 3, 2, 1, 0],
      ['town nobody'],
    ];
    for (const [text, ...numbers] of cases) {
      expect([text, await found(depot, text)]).toEqual([text, namesOf(numbers)]);
    }
  });

  it('finds the end of a telephone number and of a label, and a reference', async () => {
    const depot = await seed();
    const { body } = await central.staff('GET', `/v1/deliveries?depot=${depot}&text=briain`);
    const { shortId } = body.deliveries[0];
    const cases: readonly [string, ...number[]][] = [
      ['0170 1234567', 0],
      ['34567', 3, 0],
      ['+48 512 345 678', 1],
      ['PK12345678', 0],
      ['(00)340987650000000011', 1],
      ['0123', 2],
      [shortId.toLowerCase(), 2],
      ['%%%%'],
      ['____'],
    ];
    for (const [text, ...numbers] of cases) {
      expect([text, await found(depot, text)]).toEqual([text, namesOf(numbers)]);
    }
  });

  it('pages, and can be of open ones alone', async () => {
    const depot = await seed();
    const path = `/v1/deliveries?depot=${depot}&text=town`;
    const { deliveries } = (await central.staff('GET', path)).body;
    expect(await walkPages(central, path, 'deliveries', 1)).toEqual(deliveries);
    expect(await walkPages(central, path, 'deliveries', 3)).toEqual(deliveries);
    const [{ id, version }] = deliveries;
    const headers = { 'if-match': `"${version}"`, 'idempotency-key': `"${randomUUID()}"` };
    await central.staff('POST', `/v1/deliveries/${id}/cancel`, {}, headers);
    const open = await walkPages(central, `${path}&open=true`, 'deliveries', 3);
    expect(open).toEqual(deliveries.slice(1));
    expect((await central.staff('GET', `/v1/deliveries?depot=${depot}`)).status).toBe(400);
  });

  it('is one command, of several words', async () => {
    const depot = await seed();
    const done = await runCli(
      { env: envOf(central) },
      ...['delivery', 'find', 'berg', '27', '--depot', depot],
    );
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toMatch(/^\S{6} +Élodie Müller-Lüdenscheidt +Bergmannstraße 27, 12043 Town /m);
  });
});
