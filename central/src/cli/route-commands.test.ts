import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { systemNow } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { csvLine, enrolTerminal, HEADER } from '../testing/seed.ts';

// The command goes by this machine's clock, and so does the central that it talks to.
const central = centralForTests({ now: systemNow });

const asked: string[] = [];
const kerbside = (answers: readonly string[] | null, ...args: string[]) => {
  const left = [...(answers ?? [])];
  const ask =
    answers &&
    (async (question: string) => {
      asked.push(question);
      return left.shift() ?? '';
    });
  return runCli({ env: envOf(central), ask }, ...args);
};

/** So far east that it is tomorrow there for most of UTC's day. */
const FAR_EAST = 'Pacific/Kiritimati';
const DAY = 24 * 3_600_000;

describe('kerbside depot', () => {
  it('asks for the time zone until there is one, where somebody can answer (C10)', async () => {
    const made = await kerbside(['', 'Berlin', 'Europe/Berlin'], 'depot', 'create', 'Asked');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain('Time zone');
    const { out } = await kerbside(null, 'depot', 'list');
    expect(out).toMatch(/Asked .*Europe\/Berlin/);
  });

  it('says which option is missing, where nobody can (C10)', async () => {
    const refused = await kerbside(null, 'depot', 'create', 'Guessed');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--time-zone');
    expect(refused.err).toContain('[time-zone-missing]');
    expect((await kerbside(null, 'depot', 'list')).out).not.toContain('Guessed');
    for (const zone of ['UTC+2', 'BST']) {
      expect((await kerbside(null, 'depot', 'create', 'X', '--time-zone', zone)).code).toBe(2);
    }
  });

  it('takes and changes the dispatcher’s number as people write it', async () => {
    const made = ['depot', 'create', 'Phoned', '--time-zone', 'Europe/Berlin'];
    await kerbside(null, ...made, '--dispatcher-phone', '+49 30 1234-5678');
    expect((await kerbside(null, 'depot', 'list')).out).toMatch(/Phoned .*\+493012345678/);
    const set = await kerbside(null, 'depot', 'set', 'Phoned', '--dispatcher-phone', 'none');
    expect(set).toEqual({ code: 0, err: '', out: 'Phoned: Europe/Berlin, dispatcher none\n' });
    expect((await kerbside(null, 'depot', 'set', 'Phoned')).err).toContain('[nothing-to-change]');
    const bad = await kerbside(null, 'depot', 'set', 'Phoned', '--dispatcher-phone', '0301');
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('7 to 15 digits')]);
  });
});

describe('kerbside route assign', () => {
  it('means today’s route where the depot is, and another day’s by --day (C11)', async () => {
    await kerbside(null, 'depot', 'create', 'East', '--time-zone', FAR_EAST);
    await kerbside(null, 'driver', 'add', 'Dora', '--depot', 'East');
    const { body } = await central.staff('GET', '/v1/depots');
    const depot = body.depots.find((one: { name: string }) => one.name === 'East').id;
    await enrolTerminal(central, depot, 'East 1');
    const now = central.clock.now();
    const file = join(central.dataFolder, 'days.csv');
    for (const [n, arrivalIn] of [0, DAY, 2 * DAY].entries()) {
      const line = csvLine(now, 1, { route: '14', arrivalIn, label: `PARCEL-EAST-${n}-XYZ` });
      await writeFile(
        file,
        `${HEADER}\n${line.replace(/,[^,]*(?=,[^,]*$)/, `,${new Date(now + 4 * DAY).toISOString()}`)}`,
      );
      expect((await kerbside(null, 'delivery', 'import', file, '--depot', 'East')).err).toBe('');
    }
    const [today, tomorrow] = [dayOf(now, FAR_EAST), dayOf(now + DAY, FAR_EAST)];
    const assign = async (...more: string[]) =>
      JSON.parse(
        (await kerbside(null, '--json', 'route', 'assign', '14', '--terminal', 'East 1', ...more))
          .out,
      );
    expect(await assign('--driver', 'Dora')).toMatchObject({ name: '14', day: today });
    expect(await assign('--driver', 'Dora', '--day', tomorrow)).toMatchObject({ day: tomorrow });
    const never = await assign('--driver', 'Dora', '--day', '2020-02-29');
    expect(never.error).toMatchObject({ code: 'no-route-that-day' });
    expect(never.error.message).toContain(tomorrow);
    const bad = ['route', 'assign', '14', '--terminal', 'East 1', '--day', '2026-02-30'];
    expect((await kerbside(null, ...bad)).code).toBe(2);
  });

  it('asks for the depot where two have the route that day', async () => {
    const file = join(central.dataFolder, 'same.csv');
    for (const name of ['North', 'South']) {
      await kerbside(null, 'depot', 'create', name, '--time-zone', 'UTC');
      const line = csvLine(central.clock.now(), 1, { route: '77', arrivalIn: 0 });
      await writeFile(file, `${HEADER}\n${line}`);
      await kerbside(null, 'delivery', 'import', file, '--depot', name);
      await kerbside(null, 'driver', 'add', 'Emil', '--depot', name);
    }
    const { body } = await central.staff('GET', '/v1/depots');
    const south = body.depots.find((one: { name: string }) => one.name === 'South').id;
    await enrolTerminal(central, south, 'South 1');
    const args = ['route', 'assign', '77', '--terminal', 'South 1', '--driver', 'Emil'];
    expect((await kerbside(null, ...args)).err).toContain('[ambiguous-route]');
    expect(await kerbside(null, ...args, '--depot', 'South')).toMatchObject({ code: 0, err: '' });
  });
});

describe('kerbside route', () => {
  it('lists the routes of today where the depot is, of another day, or of all', async () => {
    const list = async (...more: string[]): Promise<string[]> =>
      JSON.parse(
        (await kerbside(null, '--json', 'route', 'list', '--depot', 'East', ...more)).out,
      ).routes.map((route: { day: string }) => route.day);
    const now = central.clock.now();
    const [today, tomorrow] = [dayOf(now, FAR_EAST), dayOf(now + DAY, FAR_EAST)];
    expect(await list()).toEqual([today]);
    expect(await list('--day', tomorrow)).toEqual([tomorrow]);
    expect(await list('--day', 'tomorrow')).toEqual([tomorrow]);
    const [empty, none] = await Promise.all(
      ['route', 'delivery'].map((what) =>
        kerbside(null, what, 'list', '--depot', 'East', '--day', 'yesterday'),
      ),
    );
    const yesterday = dayOf(now - DAY, FAR_EAST);
    const sentence = `none on ${yesterday} (${FAR_EAST}); use --day for another day\n`;
    expect([empty?.out, none?.out]).toEqual([sentence, sentence]);
    expect(await list('--all-days')).toHaveLength(3);
  });

  it('moves the open stops of a route to another one', async () => {
    const file = join(central.dataFolder, 'move.csv');
    const now = central.clock.now();
    const lines = ['M1', 'M2'].map((route) => csvLine(now, 1, { route, arrivalIn: 0 }));
    await writeFile(file, [HEADER, ...lines].join('\n'));
    await kerbside(null, 'delivery', 'import', file, '--depot', 'North');
    const moved = await kerbside(null, 'route', 'move', 'M1', '--to', 'M2');
    expect([moved.code, moved.err]).toEqual([0, '']);
    const listed = await kerbside(null, '--json', 'delivery', 'list', '--route', 'M2');
    expect(JSON.parse(listed.out).deliveries).toHaveLength(2);
  });
});
