import { describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, enrolTerminal } from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';
import { casesAt } from './testing/cases-at.ts';

const central = centralForTests();
const { list, settle, assign, reopen, hire, except, start, acceptTwice, fork } = casesAt(central);

const COPY = { as: 'dismissed', code: 'copied-device' };
/** What the audit has of an act, the newest first. */
const actsOf = async (act: string) =>
  (await central.staff('GET', `/v1/audit?act=${act}`)).body.acts;
const kerbside = async (...args: string[]) => {
  const { code, out, err } = await runCli({ env: envOf(central) }, ...args);
  return { code, out: out + err };
};

describe('two acceptances of one delivery', () => {
  it('are a case, and the second counts in the place of the first if a person says so', async () => {
    const { depot, delivery, terminal, other } = await acceptTwice();
    const [one, ...rest] = await list(depot);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      kind: 'finding',
      code: 'second-hand-over',
      entry: 'hand-over',
      terminal: { id: other.id, name: 'T2' },
      delivery: { id: delivery.id, shortId: delivery.shortId, route: 'R1' },
      choices: ['counted', 'dismissed'],
      assigned: null,
      settled: null,
    });
    const proofs = async () =>
      (await central.staff('GET', `/v1/hand-overs?delivery=${delivery.id}`)).body.handOvers.map(
        ({ terminal: by, counted, proved, scheme }: Record<string, unknown>) => ({
          by,
          counted,
          proved,
          scheme,
        }),
      );
    const code = { by: terminal.id, scheme: 'sealed', proved: true };
    const pass = { by: other.id, scheme: 'pass', proved: true };
    expect(await proofs()).toEqual([
      { ...pass, counted: false },
      { ...code, counted: true },
    ]);
    const right = { as: 'counted', code: 'second-is-right', reason: 'The neighbour called' };
    expect((await settle(depot, [one.id], right)).status).toBe(200);
    expect(await proofs()).toEqual([
      { ...pass, counted: true },
      { ...code, counted: false },
    ]);
    expect(await list(depot)).toEqual([]);

    expect((await reopen(one.id, 'It was the other way round')).status).toBe(200);
    expect(await proofs()).toEqual([
      { ...pass, counted: false },
      { ...code, counted: true },
    ]);
    const whole = (await central.staff('GET', `/v1/cases/${one.id}`)).body;
    expect(whole).toMatchObject({ settled: null, detail: null });
    expect(whole.events).toMatchObject([
      { what: 'settled', as: 'counted', code: 'second-is-right', reason: 'The neighbour called' },
      { what: 'reopened', by: 'first key', reason: 'It was the other way round' },
    ]);
    const first = { as: 'dismissed', code: 'first-is-right' };
    expect((await settle(depot, [one.id], first)).status).toBe(200);
    expect(await list(depot, '&state=settled')).toMatchObject([
      { id: one.id, settled: { as: 'dismissed', code: 'first-is-right', by: 'first key' } },
    ]);
    const [act] = await actsOf('case-reopened');
    expect(act.subject).toMatchObject({ case: one.id, was: 'counted' });
  });
});

describe('a decision that was wrong', () => {
  it('is taken back whole: what was delivered by it is not, and its code stays gone', async () => {
    const { depot, terminal, deliveries } = await start(1);
    const [delivery] = deliveries;
    if (delivery === undefined) throw new Error('no delivery');
    const { head } = terminal;
    const honest = await terminal.handOver(delivery, await codeFor(central, delivery));
    if (honest === null) throw new Error('the code was refused');
    await terminal.handIn([terminal.write(PULLED, { after: head })]);
    await terminal.handIn([honest]);
    const [one] = await list(depot);
    expect(one.codes).toContain('forked');
    const here = { as: 'counted', code: 'customer-has-it' };
    expect((await settle(depot, [one.id], here)).status).toBe(200);
    const status = async () =>
      (await central.staff('GET', `/v1/deliveries/${delivery.id}`)).body.status;
    expect(await status()).toBe('delivered');
    expect((await reopen(one.id, 'It is still in the van')).status).toBe(200);
    expect(await status()).toBe('undelivered');
    expect((await reopen(one.id, 'again')).problem).toBe('case-open');
    expect((await settle(depot, [one.id], here)).status).toBe(200);
    expect(await status()).toBe('delivered');
  });
});

describe('a delivery that was not delivered', () => {
  it('is one case however often the driver says so, and what becomes of it is noted', async () => {
    const { depot, terminal, deliveries } = await start(2);
    const [one, two] = deliveries;
    if (one === undefined || two === undefined) throw new Error('no deliveries');
    await terminal.handIn([except(terminal, one), except(terminal, two, 'damaged')]);
    await terminal.handIn([except(terminal, one, 'nobody-home', 'Rang twice')]);
    const cases = await list(depot);
    expect(cases).toMatchObject([
      { kind: 'exception', code: 'damaged', like: '9/damaged', times: 1, choices: ['noted'] },
      { kind: 'exception', code: 'nobody-home', like: '9/nobody-home', times: 2 },
    ]);
    const [damaged] = cases;
    expect((await settle(depot, [damaged.id], COPY)).problem).toBe('other-decision');
    const other = { as: 'noted', code: 'other' };
    expect((await settle(depot, [damaged.id], other)).problem).toBe('bad-request');
    const said = { ...other, reason: 'The sender fetches it' };
    expect((await settle(depot, [damaged.id], said)).status).toBe(200);
    const [act] = await actsOf('exception-settled');
    expect(act.subject).toMatchObject({ case: damaged.id, delivery: two.id, code: 'other' });
  });

  it('is nobody’s to decide once the driver takes it back, or delivers it after all', async () => {
    const { depot, terminal, deliveries } = await start(2);
    const [one, two] = deliveries;
    if (one === undefined || two === undefined) throw new Error('no deliveries');
    const said = except(terminal, one);
    await terminal.handIn([said, except(terminal, two)]);
    const { sequence: undoes } = said.entry;
    const undone = terminal.write({ kind: 'exception-undone', delivery: one.id, undoes });
    const delivered = await terminal.handOver(two, await codeFor(central, two));
    if (delivered === null) throw new Error('the code was refused');
    expect(await list(depot)).toHaveLength(2);
    await terminal.handIn([undone, delivered]);
    expect(await list(depot)).toEqual([]);
    const settled = await list(depot, '&state=settled');
    const how = settled.map(({ settled: { code } }: { settled: { code: string } }) => code);
    expect(how.toSorted()).toEqual(['delivered', 'undone']);
    expect(settled[0].settled).toMatchObject({ as: 'resolved', by: 'central' });
    expect((await reopen(settled[0].id, 'why?')).problem).toBe('case-open');
  });
});

describe('records that do not fit', () => {
  it('are like one another, counted together, and decided together or not at all', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 4);
    const { body: counts } = await central.staff('GET', `/v1/depots/${depot}/case-counts`);
    expect(counts).toMatchObject({ open: 4, own: 0, alike: [{ count: 4, kind: 'finding' }] });
    const { like } = counts.alike[0];
    const cases = await list(depot, `&like=${encodeURIComponent(like)}`);
    const ids = cases.map(({ id }: { id: number }) => id);
    expect(ids).toHaveLength(4);
    const nadia = await hire(depot);
    expect((await settle(depot, [ids[3]], COPY, nadia.ask)).status).toBe(200);
    const late = await settle(depot, ids, COPY);
    expect(late.problem).toBe('case-settled');
    expect(late.body.settled).toMatchObject([
      { case: ids[3], as: 'dismissed', code: 'copied-device', by: nadia.name },
    ]);
    expect(await list(depot)).toHaveLength(3);
    expect((await settle(depot, ids.slice(0, 3), COPY)).status).toBe(200);
    const { terminals } = (await central.staff('GET', '/v1/terminals')).body;
    expect(terminals.find(({ id }: { id: string }) => id === terminal.id).findings).toBe(0);
    // Page by page, the last decision first.
    const all = [];
    for (let cursor = ''; ; ) {
      const path = `/v1/cases?depot=${depot}&state=settled&limit=3${cursor}`;
      const { body } = await central.staff('GET', path);
      all.push(...body.cases.map(({ id }: { id: number }) => id));
      if (!body.more) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(all).toHaveLength(4);
    expect(all.at(-1)).toBe(ids[3]);
  });

  it('that were only missing one before them need nobody once that comes in', async () => {
    const { depot, terminal } = await start(1);
    const missing = terminal.write(PULLED);
    const after = terminal.write(PULLED);
    await terminal.handIn([after]);
    expect(await list(depot)).toMatchObject([{ code: 'gap' }]);
    await terminal.handIn([missing, after]);
    expect(await list(depot)).toEqual([]);
    expect(await list(depot, '&state=settled')).toMatchObject([
      { code: 'gap', entry: 'pulled', settled: { as: 'resolved', code: 'came-in' } },
    ]);
  });
});

describe('a case', () => {
  it('is given to a colleague, and nobody takes it from them unseen', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 1);
    const [{ id }] = await list(depot);
    const [nadia, omar] = [await hire(depot), await hire(depot)];
    const elsewhere = await hire((await start(1)).depot);
    const { colleagues } = (await nadia.ask('GET', `/v1/depots/${depot}/colleagues`)).body;
    const ids = colleagues.map((one: { id: string }) => one.id);
    expect(ids).toEqual(expect.arrayContaining([nadia.id, omar.id]));
    expect(ids).not.toContain(elsewhere.id);
    const free = [{ id, from: null }];
    expect((await assign(depot, free, elsewhere.id, nadia.ask)).problem).toBe('unknown-operator');
    // An id in capitals is refused, not somebody who has no cases (C4).
    const capitals = nadia.id.toUpperCase();
    expect((await assign(depot, free, capitals, nadia.ask)).status).toBe(400);
    const path = `/v1/cases?depot=${depot}&assigned=${capitals}`;
    expect((await central.staff('GET', path)).status).toBe(400);
    expect((await assign(depot, free, nadia.id, nadia.ask)).status).toBe(200);
    expect(await list(depot, '&assigned=me', nadia.ask)).toMatchObject([
      { id, assigned: { id: nadia.id, name: nadia.name } },
    ]);
    expect(await list(depot, '&assigned=nobody')).toEqual([]);
    const late = await assign(depot, free, omar.id, omar.ask);
    expect(late.problem).toBe('case-assigned');
    expect(late.body.assigned).toEqual([{ case: id, to: nadia.name }]);
    expect((await assign(depot, [{ id, from: nadia.id }], null, omar.ask)).status).toBe(200);
    expect(await list(depot, '&assigned=nobody')).toHaveLength(1);
  });

  it('says who else looks at it, until they have stopped', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 1);
    const [{ id }] = await list(depot);
    const [nadia, omar] = [await hire(depot), await hire(depot)];
    const view = async (ask: typeof nadia.ask, here: boolean) =>
      (await ask('POST', `/v1/cases/${id}/view`, { here })).body.others;
    expect(await view(nadia.ask, true)).toEqual([]);
    expect(await view(omar.ask, true)).toEqual([{ id: nadia.id, name: nadia.name }]);
    expect(await view(nadia.ask, true)).toEqual([{ id: omar.id, name: omar.name }]);
    await view(omar.ask, false);
    expect(await view(nadia.ask, true)).toEqual([]);
  });

  it('of two decisions at the same moment has one, and says whose', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 1);
    const [{ id }] = await list(depot);
    const people = await Promise.all([hire(depot), hire(depot), hire(depot)]);
    const answers = await Promise.all(people.map(({ ask }) => settle(depot, [id], COPY, ask)));
    const won = answers.findIndex(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 409);
    expect(lost).toHaveLength(2);
    for (const { body } of lost) expect(body.settled[0].by).toBe(people[won]?.name);
  });

  it('of a terminal is found by it, and there is none by an id of nobody', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 1);
    const quiet = await enrolTerminal(central, depot, 'T9');
    expect(await list(depot, `&terminal=${terminal.id}`)).toHaveLength(1);
    expect(await list(depot, `&terminal=${quiet.id}`)).toEqual([]);
    expect((await central.staff('GET', '/v1/cases/1000000')).status).toBe(404);
    expect((await settle(depot, [1_000_000], COPY)).problem).toBe('unknown-case');
  });
});

describe('the command', () => {
  it('lists cases, gives them to somebody, settles several, and takes one back', async () => {
    const { depot, terminal } = await start(1);
    await fork(terminal, 2);
    const nadia = await hire(depot);
    const [one, two] = (await list(depot)).map(({ id }: { id: number }) => `${id}`);
    const open = await kerbside('case', 'list', '--depot', depot);
    expect(open.out).toMatch(new RegExp(`^${one} +(forked|broken-chain) .*dismissed`, 'm'));
    expect(await kerbside('case', 'assign', one, two, '--to', nadia.name)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`given to ${nadia.name}`),
    });
    expect((await kerbside('case', 'list', '--depot', depot)).out).toContain(nadia.name);
    const why = ['--as', 'dismissed', '--because', 'copied-device'];
    expect(await kerbside('case', 'settle', one, two, ...why)).toMatchObject({ code: 0 });
    const again = await kerbside('case', 'settle', one, two, ...why);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('[case-settled]') });
    expect((await kerbside('case', 'list', '--settled', '--depot', depot)).out).toContain(
      'dismissed by first key: copied-device',
    );
    const back = await kerbside('case', 'reopen', one, '--reason', 'the wrong one');
    expect(back).toMatchObject({ code: 0, out: `case ${one} is open again\n` });
    const odd = await kerbside('case', 'settle', one, '--as', 'noted', '--because', 'test');
    expect(odd).toMatchObject({ code: 2, out: expect.stringContaining('[other-reason]') });
  });
});
