import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { addPerson, makeBrowser, type Person, passTime } from '../testing/people.ts';
import { noteTroubles } from './sign-in-troubles.ts';

const central = centralForTests();

let ada: Person;
beforeAll(async () => {
  ada = await addPerson(central, 'Ada', [{ name: 'dispatcher' }]);
});
beforeEach(async () => {
  await central.ports.pool.query('delete from sign_in_limit');
});

const guess = async (name: string, times: number): Promise<void> => {
  for (let n = 0; n < times; n++) {
    const asked = { name, password: `not-this-one-${n}`, code: '123456' };
    await makeBrowser(central.url).ask('POST', '/v1/sign-in', asked);
  }
};
const noteAll = () => noteTroubles(central.ports.pool, central.ports.now);
const lines = async () => {
  const { body } = await central.staff('GET', '/v1/audit?limit=100');
  return body.acts
    .filter(({ act }: { act: string }) => act.startsWith('sign-in-'))
    .map(({ actor, act, subject }: { actor: string; act: string; subject: object }) => ({
      actor,
      act,
      ...subject,
    }))
    .reverse();
};

describe('sign-ins that come to nothing', () => {
  it('are in the audit by their number, and not by what was typed', async () => {
    await guess('Ada', 7);
    await guess('violet-hamster-lamp', 2);
    await noteAll();
    expect(await lines()).toEqual([
      { actor: 'central', act: 'sign-in-locked', operator: ada.id, tries: 2 },
      { actor: 'central', act: 'sign-in-refused', operator: ada.id, tries: 5 },
      { actor: 'central', act: 'sign-in-refused', operator: 'unknown', tries: 2 },
    ]);
    const { body } = await central.staff('GET', '/v1/audit?act=sign-in-locked');
    expect(body.acts[0].names).toEqual({ [ada.id]: 'Ada' });
    expect(JSON.stringify(await lines())).not.toContain('hamster');
  });

  it('fill it with one line an hour for each person, however many there are', async () => {
    await passTime(central, HOUR);
    await guess('Ada', 1);
    await noteAll();
    const before = (await lines()).length;
    for (let round = 0; round < 3; round++) {
      await central.ports.pool.query('delete from sign_in_limit');
      await guess('Ada', 3);
      await noteAll();
    }
    expect(await lines()).toHaveLength(before);
    await passTime(central, HOUR);
    await Promise.all([noteAll(), noteAll()]);
    expect((await lines()).slice(before)).toEqual([
      { actor: 'central', act: 'sign-in-refused', operator: ada.id, tries: 9 },
    ]);
    await noteAll();
    expect(await lines()).toHaveLength(before + 1);
  });

  it('are also proofs of who one is that were wrong', async () => {
    const before = (await lines()).length;
    await passTime(central, HOUR);
    const eve = await addPerson(central, 'Eve', [{ name: 'dispatcher' }]);
    await eve.browser.ask('POST', '/v1/me/proof', { password: 'guessed', code: '123456' });
    await noteAll();
    expect((await lines()).slice(before)).toEqual([
      { actor: 'central', act: 'sign-in-refused', operator: eve.id, tries: 1 },
    ]);
  });
});
