import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  addPerson,
  codeOf,
  forgetSteps,
  inOneStep,
  makeBrowser,
  type Person,
  passTime,
  tokenOf,
} from '../testing/people.ts';
import { dumpDatabase } from '../testing/test-central.ts';

const central = centralForTests({ publicUrl: 'https://central.example' });
const browser = () => makeBrowser(central.url);

let nadia: Person;
beforeAll(async () => {
  nadia = await addPerson(central, 'Nadia', [{ name: 'dispatcher' }]);
});
beforeEach(async () => {
  await forgetSteps(central);
  await central.ports.pool.query('delete from sign_in_limit');
});

type Given = Partial<{ name: string; password: string; code: string }>;
const asked = (given: Given = {}, person = nadia) => ({
  name: person.name,
  password: person.password,
  code: codeOf(person.secret),
  ...given,
});
const signIn = async (given: Given = {}, at = browser()) => {
  const answer = await at.ask('POST', '/v1/sign-in', asked(given));
  return { at, answer, code: answer.body.type?.split(':').at(-1) };
};

describe('a person signs in', () => {
  it('with name, password and code, and may then do what they may', async () => {
    const { at, answer } = await signIn({ name: ' nadia' });
    expect(answer.status).toBe(204);
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^__Host-kerbside=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const me = (await at.ask('GET', '/v1/me')).body;
    expect(me).toMatchObject({
      name: 'Nadia',
      grants: [{ name: 'dispatcher', depot: null }],
      rights: { look: 'all', codes: 'all' },
      session: { via: 'password' },
      signsInWith: { password: true, recoveryCodes: 10 },
    });
    expect(Object.keys(me.rights)).not.toContain('operators');
    expect((await at.ask('GET', '/v1/depots')).status).toBe(200);
    expect((await at.ask('GET', '/v1/operators')).status).toBe(403);
  });

  it('and is told nothing of which of the three was wrong', async () => {
    const wrong = [{ name: 'Nobody' }, { password: 'another-password-1' }, { code: '000000' }];
    const answers = [];
    for (const one of wrong) answers.push((await signIn(one)).answer);
    const [first, ...others] = answers.map(({ status, body }) => ({ status, body }));
    expect(first).toMatchObject({ status: 401, body: { type: /sign-in-refused$/ } });
    for (const other of others) expect(other).toEqual(first);
    for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();
  });

  it('takes about as long where there is nobody of the name', async () => {
    const took = async (given: Given): Promise<number> => {
      await central.ports.pool.query('delete from sign_in_limit');
      const started = performance.now();
      await signIn(given);
      return performance.now() - started;
    };
    const times: [number, number][] = [];
    for (let n = 0; n < 7; n++) {
      times.push([await took({ password: 'x' }), await took({ name: 'Nobody' })]);
    }
    const best = (which: 0 | 1) => Math.min(...times.map((pair) => pair[which]));
    expect(best(1)).toBeGreaterThan(best(0) / 2);
  });

  it('with each code once, and with one of the step before or after', () =>
    inOneStep(async () => {
      await forgetSteps(central);
      expect((await signIn({ code: codeOf(nadia.secret, -1) })).answer.status).toBe(204);
      expect((await signIn({ code: codeOf(nadia.secret, -1) })).code).toBe('sign-in-refused');
      const code = codeOf(nadia.secret, 1);
      expect((await signIn({ code: `${code.slice(0, 3)} ${code.slice(3)}` })).answer.status).toBe(
        204,
      );
      // What is older than the last that was used is as good as used.
      expect((await signIn({ code: codeOf(nadia.secret, 0) })).code).toBe('sign-in-refused');
      await forgetSteps(central);
      for (const steps of [-2, 2]) {
        expect((await signIn({ code: codeOf(nadia.secret, steps) })).code).toBe('sign-in-refused');
      }
    }));

  it('with one code at two places at the same moment at one of them', () =>
    inOneStep(async () => {
      await forgetSteps(central);
      const both = await Promise.all([signIn(), signIn()]);
      expect(both.map(({ answer }) => answer.status).sort()).toEqual([204, 401]);
    }));

  it('does not use up a code by a wrong password', async () => {
    expect((await signIn({ password: 'not-the-password' })).code).toBe('sign-in-refused');
    expect((await signIn()).answer.status).toBe(204);
  });

  it('with a recovery code in place of one of the app, each once', async () => {
    const code = nadia.recoveryCodes[0] ?? '';
    const { at, answer } = await signIn({ code: code.toLowerCase().replace('-', ' ') });
    expect(answer.status).toBe(204);
    const me = (await at.ask('GET', '/v1/me')).body;
    expect(me).toMatchObject({
      session: { via: 'recovery-code' },
      signsInWith: { recoveryCodes: 9 },
    });
    expect((await signIn({ code })).code).toBe('sign-in-refused');
  });

  it('while no page of another site does it for them', async () => {
    for (const more of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const refused = await browser().ask('POST', '/v1/sign-in', asked(), more);
      expect(refused).toMatchObject({ status: 403, body: { type: /cross-site$/ } });
    }
  });
});

describe('who guesses', () => {
  it('may try five times, and is then told when again', async () => {
    for (let n = 0; n < 5; n++)
      expect((await signIn({ code: '000000' })).code).toBe('sign-in-refused');
    const refused = await signIn();
    expect(refused.code).toBe('too-many-tries');
    expect(refused.answer.status).toBe(429);
    const seconds = Number(refused.answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(60);
    // Another account is not stopped by it, and one that there is not is counted as well.
    expect((await signIn({ name: 'Nobody' })).code).toBe('sign-in-refused');
    await passTime(central, MINUTE);
    expect((await signIn()).answer.status).toBe(204);
  });

  it('is counted for a name that nobody has as for any other', async () => {
    for (let n = 0; n < 5; n++) {
      expect((await signIn({ name: 'Nobody' })).code).toBe('sign-in-refused');
    }
    expect((await signIn({ name: 'NOBODY ' })).code).toBe('too-many-tries');
  });

  it('gains nothing from many tries at one time', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => signIn({ code: '000000' })));
    expect(all.filter(({ code }) => code === 'sign-in-refused')).toHaveLength(5);
    expect(all.filter(({ code }) => code === 'too-many-tries')).toHaveLength(7);
  });

  it('is not somebody who was right', async () => {
    for (let n = 0; n < 8; n++) {
      await forgetSteps(central);
      expect((await signIn()).answer.status).toBe(204);
    }
  });
});

it('the database has nothing that anybody could sign in with', async () => {
  const { at } = await signIn();
  const dump = await dumpDatabase(central);
  const link = await central.staff('POST', `/v1/operators/${nadia.id}/invite`);
  const after = await dumpDatabase(central);
  for (const secret of [
    nadia.password,
    nadia.secret,
    at.cookie(),
    tokenOf(link.body.link),
    ...nadia.recoveryCodes,
    ...nadia.recoveryCodes.map((code) => code.replace('-', '')),
  ]) {
    expect(dump + after).not.toContain(secret);
  }
});

it('the audit says who was invited, set up and signed in', async () => {
  const { acts } = (await central.staff('GET', `/v1/audit?of=${nadia.id}`)).body;
  const found = acts.map(({ actor, act }: { actor: string; act: string }) => `${actor} ${act}`);
  expect(found).toEqual(
    expect.arrayContaining(['first key operator-invited', 'Nadia operator-set-up']),
  );
  const signed = (await central.staff('GET', '/v1/audit?act=signed-in')).body.acts;
  expect(signed[0]).toMatchObject({ actor: 'Nadia', subject: { via: 'password' } });
});
