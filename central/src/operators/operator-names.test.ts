import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { followLink } from '../testing/people.ts';
import { isSeen, looksAlike } from './operator-names.ts';

const central = centralForTests();

describe('two names look alike', () => {
  it.each([
    ['letters of another script', 'Nadia Weber', 'N\u0430dia W\u0435ber'],
    ['wide letters', 'Nadia', 'Ｎａｄｉａ'],
    ['another case', 'Nadia Weber', 'NADIA weber'],
    ['more spaces', 'Nadia Weber', 'Nadia \u2003 Weber'],
    ['no space', 'Nadia Weber', 'NadiaWeber'],
    ['a letter that nobody sees', 'Nadia', 'Na\u200bdia'],
    ['a filler that is a letter', 'Nadia', 'Nadia\u3164'],
    ['a soft hyphen', 'Nadia', 'Na\u00addia'],
    ['a large i for a small l', 'Paula', 'PauIa'],
    ['two letters for one', 'Emma', 'Ernma'],
    ['composed or not', 'Zoë', 'Zoe\u0308'],
  ])('with %s', (_why, one, other) => {
    expect(looksAlike(one, other)).toBe(true);
    expect(looksAlike(other, one)).toBe(true);
  });

  it.each([
    ['Nadia Weber', 'Nadja Weber'],
    ['Иван', 'Ивана'],
    ['Ali', 'Alia'],
    ['محمد', 'محمود'],
    ['Zoë', 'Zoé'],
  ])('%s and %s do not', (one, other) => {
    expect(looksAlike(one, other)).toBe(false);
  });

  it('one of which nothing is seen is none', () => {
    expect(['\u3164', '\u2800', '\u200b\u200d', '- -'].map(isSeen)).toEqual(
      new Array(4).fill(false),
    );
    expect(['Ω', '李', 'م', '7'].map(isSeen)).toEqual(new Array(4).fill(true));
  });
});

describe('an operator', () => {
  const add = (name: string) =>
    central.staff('POST', '/v1/operators', {
      name,
      kind: 'person',
      grants: [{ name: 'dispatcher' }],
    });

  it('is not added under a name that looks like another’s, until that one has left', async () => {
    const first = await add('Paula Ernst');
    expect(first.status).toBe(201);
    const like = await add('PauIa\u200b  Ernst');
    expect([like.status, like.body.type]).toEqual([409, 'urn:kerbside:problem:name-taken']);
    expect((await central.staff('POST', `/v1/operators/${first.body.id}/remove`)).status).toBe(204);
    expect((await add('PauIa Ernst')).status).toBe(201);
  });

  it('is not called central, nor nothing that anybody sees', async () => {
    expect((await add('Ｃentral')).status).toBe(409);
    expect((await add('\u3164')).status).toBe(400);
  });

  it('of two that come at the same time is added once', async () => {
    const both = await Promise.all([add('Twin'), add('Tw\u0456n')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is not the first admin under such a name', async () => {
    await add('Another');
    await expect(followLink(central.url, central.setUpLink ?? '', 'An\u043ether')).rejects.toThrow(
      'name-taken',
    );
  });
});
