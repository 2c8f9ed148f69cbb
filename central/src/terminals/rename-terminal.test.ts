import { beforeAll, describe, expect, it } from 'vitest';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { enrolTerminal } from '../testing/seed.ts';
import { random16 } from '../testing/send-signed.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

const central = centralForTests();
const newDepot = async (name: string) =>
  (await central.staff('POST', '/v1/depots', { name, timeZone: 'UTC' })).body.id;
let depot: string;
beforeAll(async () => {
  depot = await newDepot('Names');
});

const rename = (terminal: TestTerminal, name: unknown) =>
  central.staff('PATCH', `/v1/terminals/${terminal.id}`, { name });
const codeOf = (answer: { body: { type?: string } }): string | undefined =>
  answer.body.type?.split(':').at(-1);
const shown = async (terminal: TestTerminal) =>
  (await central.staff('GET', `/v1/terminals?terminal=${terminal.id}`)).body.terminals[0];
const dock = async (terminal: TestTerminal, query: string) =>
  (await terminal.send('POST', `${PATHS.time}${query}`, { nonce: random16() })).body;

describe('renaming a terminal', () => {
  it('is told to it at its next docking, if it says its version; one of before is not told', async () => {
    const terminal = await enrolTerminal(central, depot, 'Handheld 1');
    expect(await rename(terminal, ' Van 3 ')).toMatchObject({
      status: 200,
      body: { name: 'Van 3' },
    });
    expect((await dock(terminal, '?app=1.4.0')).document).toMatchObject({ name: 'Van 3' });
    expect((await dock(terminal, '?entries=2')).document).not.toHaveProperty('name');
    expect((await dock(terminal, '')).document).not.toHaveProperty('name');
  });

  it('is kept with who did it and what it was called before, and the same again changes nothing', async () => {
    const terminal = await enrolTerminal(central, depot, 'Handheld 2');
    await rename(terminal, 'Van 4');
    await rename(terminal, 'Van 4');
    const path = `/v1/audit?act=terminal-renamed&of=${terminal.id}`;
    const { acts } = (await central.staff('GET', path)).body;
    expect(acts).toHaveLength(1);
    expect(acts[0].subject).toEqual({ terminal: terminal.id, was: 'Handheld 2', name: 'Van 4' });
  });

  it('is refused where another in use has the name, in whatever letters; not where that one is over', async () => {
    const one = await enrolTerminal(central, depot, 'Van 8');
    const other = await enrolTerminal(central, depot, 'Van 9');
    expect(codeOf(await rename(other, 'VAN 8'))).toBe('name-taken');
    const elsewhere = await enrolTerminal(central, await newDepot('Other names'), 'Van 10');
    expect((await rename(elsewhere, 'Van 8')).status).toBe(200);
    await central.staff('POST', `/v1/terminals/${one.id}/revoke`, {});
    expect(codeOf(await rename(one, 'Van 11'))).toBe('terminal-is-revoked');
    expect((await rename(other, 'Van 8')).status).toBe(200);
    expect((await rename(other, 'van 8')).body).toMatchObject({ name: 'van 8' });
  });

  it('gives one name to one of two that ask for it at once', async () => {
    const two = [
      await enrolTerminal(central, depot, 'A'),
      await enrolTerminal(central, depot, 'B'),
    ] as const;
    const answers = await Promise.all(two.map((one) => rename(one, 'Van 20')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('takes a name as people give it, and no other', async () => {
    const terminal = await enrolTerminal(central, depot, 'C');
    for (const name of ['', '  ', 'x'.repeat(81), 'a\nb', 7, null]) {
      expect((await rename(terminal, name)).status).toBe(400);
    }
    expect((await shown(terminal)).name).toBe('C');
  });
});

describe('the version of a terminal', () => {
  it('is what it said with its last docking, with what it runs on', async () => {
    const terminal = await enrolTerminal(central, await newDepot('One'), 'T');
    expect(await shown(terminal)).toMatchObject({ app: null, behind: false });
    await dock(terminal, '?entries=2&app=1.4.0&os=linux+6.1.0');
    const said = { app: '1.4.0', platform: 'linux 6.1.0', behind: false };
    expect(await shown(terminal)).toMatchObject(said);
    await dock(terminal, '');
    expect(await shown(terminal)).toMatchObject({ app: null, platform: 'linux 6.1.0' });
  });

  it('is behind where another of its depot has a later one, or says none', async () => {
    const where = await newDepot('Several');
    const [old, silent, newest, idle] = [
      await enrolTerminal(central, where, 'old'),
      await enrolTerminal(central, where, 'silent'),
      await enrolTerminal(central, where, 'newest'),
      await enrolTerminal(central, where, 'idle'),
    ] as const;
    await dock(old, '?app=1.9.3');
    await dock(silent, '');
    expect((await shown(silent)).behind).toBe(true);
    await dock(newest, '?app=1.10.0');
    const behind = await Promise.all([old, silent, newest, idle].map(shown));
    expect(behind.map((one) => one.behind)).toEqual([true, true, false, false]);
    await central.staff('POST', `/v1/terminals/${newest.id}/revoke`, {});
    expect((await shown(old)).behind).toBe(false);
  });

  it('of another form is refused, and nothing of it is kept', async () => {
    const terminal = await enrolTerminal(central, depot, 'D');
    for (const query of ['?app=latest', '?app=', '?os=%0A', `?os=${'x'.repeat(81)}`]) {
      expect((await dock(terminal, query)).type).toContain('bad-request');
    }
    expect(await shown(terminal)).toMatchObject({ app: null, lastDock: null });
  });
});
