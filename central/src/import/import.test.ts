import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { csvLine, HEADER, TOKEN_HEADER } from '../testing/seed.ts';

const central = centralForTests();
let depot: string;
let count = 0;

const newDepot = async (timeZone = 'UTC'): Promise<void> => {
  const made = await central.staff('POST', '/v1/depots', { name: `D${++count}`, timeZone });
  depot = made.body.id;
};
const send = (...lines: string[]) =>
  central.staff('POST', `/v1/depots/${depot}/deliveries`, lines.join('\r\n'));
const routes = async () => (await central.staff('GET', `/v1/routes?depot=${depot}`)).body.routes;
const line = (position: number, change: Partial<Record<string, string>> = {}): string => {
  const now = central.clock.now();
  const fields: Record<string, string> = {
    route: 'R1',
    position: String(position),
    customer: 'Ada Lovelace',
    address: 'Street 1|12345 Town',
    phone: '+491701234567',
    arrival: new Date(now + 3_600_000).toISOString(),
    not_before: new Date(now).toISOString(),
    not_after: new Date(now + 7_200_000).toISOString(),
    parcels: `LABEL-${position}-ABC;LABEL-${position}-DEF`,
    ...change,
  };
  return HEADER.split(',')
    .map((column) => `"${fields[column]?.replaceAll('"', '""')}"`)
    .join(',');
};

describe('importing deliveries', () => {
  it('takes a good file, with columns in any order, a byte order mark and quoted fields', async () => {
    await newDepot();
    const now = central.clock.now();
    const answer = await send(`\ufeff${HEADER}`, csvLine(now, 1), csvLine(now, 2), '');
    expect(answer).toMatchObject({ status: 201, body: { imported: 2 } });
    const [route] = await routes();
    expect(route).toMatchObject({ name: 'R1', deliveries: 2, open: 2, driver: null });
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    expect(body.deliveries[0]).toMatchObject({
      customer: 'Customer, 1',
      address: ['Street 1', 'Town'],
      parcels: ['PARCEL-R1-1-XYZ'],
      issue: null,
    });
    expect(body.deliveries[0].shortId).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
  });

  it('takes the customer’s language, in a column that may be left out', async () => {
    await newDepot('Europe/Berlin');
    const answer = await send(
      `${HEADER},Sprache`,
      `${line(1)},pl`,
      `${line(2)},Arabisch`,
      `${line(3)},`,
    );
    expect(answer).toMatchObject({ status: 201, body: { imported: 3 } });
    const [route] = await routes();
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    const languages = body.deliveries.map((one: { language: string }) => one.language);
    expect(languages).toEqual(['pl', 'ar', null]);
    const refused = await send(`${HEADER},language`, `${line(4)},Klingon`);
    expect(refused.body.lines).toMatchObject([
      { line: 2, column: 'language', code: 'not-a-language' },
    ]);
  });

  it('says of every bad line why, and imports none of the good ones', async () => {
    await newDepot();
    const answer = await send(
      HEADER,
      line(1),
      line(2, { phone: '+49170', parcels: 'AB C' }),
      line(3, { arrival: '2026-02-30T10:00Z', customer: '' }),
      line(4, { not_after: '2020-01-01T10:00Z' }),
      'R1,5,too,few',
      line(6, { parcels: 'KS1/ABCDEF/whatever' }),
      line(1, { parcels: 'LABEL-1-ABC' }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body.type).toBe('urn:kerbside:problem:csv-refused');
    const seen = answer.body.lines.map((one: { line: number; column: string; code: string }) =>
      [one.line, one.column, one.code].join(' '),
    );
    expect(seen).toEqual([
      '3 phone not-a-phone-number',
      '3 parcels not-a-label',
      '4 customer missing',
      '4 arrival not-an-instant',
      '5 not_after validity-reversed',
      '6  field-count',
      '7 parcels label-like-a-qr',
      '8 position position-twice',
      '8 parcels label-twice',
    ]);
    expect(await routes()).toEqual([]);
  });

  it.each([
    ['an enrolment code', 'KE1/x', 'label-like-a-qr'],
    ['spaces', 'AB CD EF', 'not-a-label'],
    ['three characters', 'ABC', 'not-a-label'],
  ])('refuses %s as a label', async (_what, label, code) => {
    await newDepot();
    const answer = await send(HEADER, line(1, { parcels: label }));
    expect(answer.body.lines).toMatchObject([{ line: 2, column: 'parcels', code }]);
  });

  it('takes an SSCC with its application identifier as the SSCC', async () => {
    await newDepot();
    await send(HEADER, line(1, { parcels: '00340123450000000017' }));
    const [route] = await routes();
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    expect(body.deliveries[0].parcels).toEqual(['340123450000000017']);
  });

  it('takes the SSCC out of a Digital Link, whose check digit must be right', async () => {
    await newDepot();
    const link = (sscc: string) => `https://id.example/00/${sscc}`;
    const refused = await send(HEADER, line(1, { parcels: link('340123450000000018') }));
    expect(refused.body.lines).toMatchObject([{ column: 'parcels', code: 'not-a-label' }]);
    await send(HEADER, line(1, { parcels: link('340123450000000017') }));
    const [route] = await routes();
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    expect(body.deliveries[0].parcels).toEqual(['340123450000000017']);
  });

  it('refuses labels and positions that open deliveries have, so a file counts once', async () => {
    await newDepot();
    await send(HEADER, line(1), line(2));
    const again = await send(HEADER, line(3, { parcels: 'LABEL-9-NEW' }), line(2));
    expect(again.status).toBe(422);
    expect(again.body.lines.map((one: { code: string }) => one.code)).toEqual([
      'position-taken',
      'label-in-use',
    ]);
    expect((await routes())[0].deliveries).toBe(2);
    expect((await send(HEADER, line(3))).status).toBe(201);
    expect((await routes())[0].deliveries).toBe(3);
  });

  it("puts a route on the day that it is where the depot is, and follows the line's offset", async () => {
    await newDepot('Pacific/Auckland');
    const year = new Date(central.clock.now()).getUTCFullYear() + 1;
    const change = { arrival: `${year}-06-01T22:30+01:00`, not_after: `${year}-06-02T00:00Z` };
    await send(HEADER, line(1, change));
    expect((await routes())[0].day).toBe(`${year}-06-02`);
  });

  it('takes the serial number of a token instead of a telephone, and knows the tokens', async () => {
    await newDepot();
    const token = { serial: 'FT-1', scheme: { kind: 'hotp' }, seed: 'ab'.repeat(20) };
    await central.staff('POST', `/v1/depots/${depot}/tokens`, token);
    const withToken = (position: number, serial: string, phone = '') =>
      `${line(position, { phone })},${serial}`;
    const refused = await send(
      TOKEN_HEADER,
      withToken(1, 'FT-1'),
      withToken(2, 'FT-2', '+491701234567'),
      withToken(3, 'FT-2'),
    );
    const seen = refused.body.lines.map((one: { line: number; column: string; code: string }) =>
      [one.line, one.column, one.code].join(' '),
    );
    expect(seen).toEqual(['3 token unknown-token', '4 token unknown-token']);
    const malformed = await send(TOKEN_HEADER, withToken(1, ''), withToken(2, 'F T'));
    expect(malformed.body.lines).toMatchObject([
      { line: 2, column: 'phone', code: 'missing' },
      { line: 3, column: 'token', code: 'not-a-serial' },
    ]);
    const taken = await send(TOKEN_HEADER, withToken(1, 'FT-1'), withToken(2, '', '+491701234567'));
    expect(taken).toMatchObject({ status: 201, body: { imported: 2 } });
    const [route] = await routes();
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    expect(body.deliveries).toMatchObject([{ token: { serial: 'FT-1' } }, { token: null }]);
    const other = line(9, { parcels: 'KP1:LIKE-A-PASS' });
    expect((await send(HEADER, other)).body.lines[0].code).toBe('label-like-a-qr');
  });

  it.each([
    ['no lines', HEADER, 'no-lines'],
    ['nothing in it', '', 'no-lines'],
    ['a missing column', 'route,position\nx,1', 'missing-column'],
    ['a quotation mark that never ends', `${HEADER}\n"R1,1`, 'not-csv'],
  ])('refuses a file with %s', async (_what, file, code) => {
    await newDepot();
    const answer = await send(file);
    expect(answer.status).toBe(422);
    expect(answer.body.lines[0].code).toBe(code);
  });

  it('refuses a file that is too large', async () => {
    await newDepot();
    const large = await send(HEADER, 'x'.repeat(1_100_000));
    expect(large).toMatchObject({ status: 413, body: { type: 'urn:kerbside:problem:too-large' } });
  });

  it('reads a file by where the depot is, and says what it did not take as it stands (csv 04, csv 12, csv 31)', async () => {
    await newDepot('Europe/Berlin');
    const tomorrow = new Date(central.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const file = [
      'Tour;Stopp;Kunde;Adresse;Handy;Ankunft;not_before;not_after;parcels;Gewicht',
      `7;1;Jörg Müßig;"Weg 1\n10999 Berlin";0170 1234567;${tomorrow} 12:00;${tomorrow}T08:00;${tomorrow}T20:00;PK12345678;2,5`,
    ].join('\r\n');
    const answer = await central.staff(
      'POST',
      `/v1/depots/${depot}/deliveries`,
      Buffer.from(file, 'latin1'),
    );
    expect(answer).toMatchObject({
      status: 201,
      body: {
        imported: 1,
        notes: [
          { line: 1, column: null, code: 'encoding-guessed' },
          { line: 1, column: 'Gewicht', code: 'column-ignored' },
        ],
      },
    });
    const [route] = await routes();
    const { body } = await central.staff('GET', `/v1/routes/${route.id}/deliveries`);
    expect(body.deliveries[0]).toMatchObject({
      customer: 'Jörg Müßig',
      address: ['Weg 1', '10999 Berlin'],
      parcels: ['PK12345678'],
    });
    const hour = new Intl.DateTimeFormat('en', {
      timeZone: 'Europe/Berlin',
      hour: 'numeric',
      hourCycle: 'h23',
    });
    expect(hour.format(body.deliveries[0].arrival)).toBe('12');
  });
});
