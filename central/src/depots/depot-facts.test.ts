import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal, pullAll } from '../testing/seed.ts';

const central = centralForTests();

const make = async (name: string) =>
  (await central.staff('POST', '/v1/depots', { name, timeZone: 'UTC' })).body;
const change = (depot: string, facts: object) =>
  central.staff('PATCH', `/v1/depots/${depot}`, facts);

describe('what a depot says of itself', () => {
  it('is changed, and its terminals are told what they must know and no more', async () => {
    const depot = await make('Berlin South');
    const terminal = await enrolTerminal(central, depot.id);
    await pullAll(terminal);
    const own = { name: 'Berlin Mitte', sender: 'Kurier', leadMinutes: 30 };
    const renamed = await change(depot.id, own);
    expect(renamed.body).toMatchObject({
      name: 'Berlin Mitte',
      sender: 'Kurier',
      leadMs: 1_800_000,
    });
    expect((await change(depot.id, own)).status).toBe(200);
    const moved = await change(depot.id, { timeZone: 'Europe/Berlin' });
    expect(moved.body).toMatchObject({ name: 'Berlin Mitte', timeZone: 'Europe/Berlin' });
    const told = (await pullAll(terminal)).items.filter(({ type }) => type === 'depot');
    expect(told.at(-1)).toMatchObject({ timeZone: 'Europe/Berlin' });
    const { body } = await central.staff('GET', '/v1/audit?act=depot-changed');
    expect(body.acts.map((one: { subject: object }) => one.subject)).toEqual([
      { depot: depot.id, terminals: 1 },
      { depot: depot.id, terminals: 0 },
    ]);
    expect(body.acts[0].names).toEqual({ [depot.id]: 'Berlin Mitte' });
  });

  it('is not the name of another one', async () => {
    await make('Hamburg');
    const { id } = await make('Bremen');
    const taken = await change(id, { name: 'Hamburg' });
    expect([taken.status, taken.body.type]).toEqual([409, 'urn:kerbside:problem:name-taken']);
  });

  it('has words of its own in what customers get, and shows them as they were written', async () => {
    const { id } = await make('Kiel');
    const words = '{sender} comes {day}, {window}:';
    const path = `/v1/depots/${id}/messages`;
    const { body } = await central.staff('PATCH', path, { texts: { code: { en: words } } });
    const of = (language: string) =>
      body.previews.find(
        (one: { kind: string; language: string }) =>
          one.kind === 'code' && one.language === language,
      );
    expect(of('en')).toMatchObject({ own: true, words });
    expect(of('de')).toMatchObject({ own: false, words: expect.stringContaining('{sender}') });
  });
});
