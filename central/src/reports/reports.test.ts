import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { codeFor, deliveriesOf, overrideFor, pullAll, seedRoute } from '../testing/seed.ts';
import { makeStaffClient } from '../testing/test-central.ts';
import { countReports } from './count-reports.ts';

const central = centralForTests();
const today = (): string => new Date(central.clock.now()).toISOString().slice(0, 10);
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const reportOf = async (depot: string, more = '') =>
  (
    await central.staff(
      'GET',
      `/v1/reports?depot=${depot}&from=${dayAfter(today(), -30)}&to=${today()}${more}`,
    )
  ).body;

/** A day on which each stop ends in another way. */
const playDay = async () => {
  const { depot, terminal } = await seedRoute(central, 5);
  const [code, override, nobody, wrong] = deliveriesOf((await pullAll(terminal)).items);
  if (!code || !override || !nobody || !wrong) throw new Error('no deliveries');
  // Stops are expected an hour after the start.
  central.clock.advance(HOUR);
  const attempt = (counted: number) =>
    terminal.write({
      ...{ kind: 'attempt', delivery: wrong.id, epoch: wrong.epoch, counted },
      refusal: { reason: 'wrong-code', attemptsLeft: 5 - counted },
    });
  const entries = [
    await terminal.handOver(code, await codeFor(central, code)),
    attempt(1),
    attempt(2),
    terminal.write({
      ...{ kind: 'exception', delivery: nobody.id, epoch: nobody.epoch },
      ...{ outcome: 'nobody-home', note: '', strokes: [] },
    }),
  ];
  central.clock.advance(40 * MINUTE);
  entries.push(
    await terminal.handOver(override, await overrideFor(central, override), { opens: 'override' }),
  );
  await terminal.handIn(entries.flatMap((entry) => entry ?? []));
  return { depot, terminal, code, wrong };
};

describe('a report', () => {
  it('has how stops ended, refused codes, exceptions, messages, times at the door and terminals', async () => {
    const { depot, terminal } = await playDay();
    await countReports(central.ports, depot);
    const report = await reportOf(depot);
    expect(report.periods).toMatchObject([
      {
        from: today(),
        to: today(),
        ends: { code: 1, override: 1, pass: 0, token: 0, undelivered: 1, open: 2, expired: 0 },
        tries: { 'wrong-code': 2 },
        exceptions: { 'nobody-home': 1, damaged: 0 },
        door: { early: 0, 'on-time': 1, late: 1, 'very-late': 0 },
      },
    ]);
    const { messages } = report.periods[0];
    expect(Object.values(messages as Record<string, number>).reduce((a, b) => a + b)).toBe(5);
    expect(report.terminals).toEqual([{ id: terminal.id, name: 'T1', handOvers: 2, overrides: 1 }]);
    expect(report.countedAt).toBeGreaterThan(0);
  });

  it('counts a day again when something of it comes in later', async () => {
    const { depot, terminal, wrong } = await playDay();
    await countReports(central.ports, depot);
    const day = today();
    const late = await terminal.handOver(wrong, await codeFor(central, wrong));
    central.clock.advance(2 * DAY);
    await countReports(central.ports, depot);
    if (late === null) throw new Error('the code was refused');
    await terminal.handIn([late]);
    await countReports(central.ports, depot);
    expect((await reportOf(depot)).periods).toMatchObject([{ from: day, ends: { code: 2 } }]);
  });

  it('keeps its counts, and nobody in them, when a customer is erased', async () => {
    const { depot, code } = await playDay();
    await countReports(central.ports, depot);
    const before = (await reportOf(depot)).periods;
    const { etag } = await central.staff('GET', `/v1/deliveries/${code.id}`);
    const headers = { 'if-match': String(etag), 'idempotency-key': `"${randomUUID()}"` };
    const erased = await central.staff('POST', `/v1/deliveries/${code.id}/erase`, {}, headers);
    expect(erased.status).toBe(200);
    central.clock.advance(2 * HOUR);
    await countReports(central.ports, depot);
    const after = (await reportOf(depot)).periods;
    expect(after[0].ends).toEqual(before[0].ends);
    const { rows } = await central.ports.pool.query(
      'select name from report_count where depot = $1',
      [depot],
    );
    expect(JSON.stringify(rows)).not.toContain('Customer');
  });

  it('sums up by week and by month, never beyond what is asked for', async () => {
    const { depot } = await playDay();
    const add = (day: string, count: number) =>
      central.ports.pool.query(
        `insert into report_count (depot, kind, day, name, count) values ($1, 'end', $2, 'code', $3)`,
        [depot, day, count],
      );
    // A Monday, the Sunday of its week, and the Monday after.
    for (const [day, count] of [
      ['2026-06-01', 1],
      ['2026-06-07', 2],
      ['2026-06-08', 4],
    ] as const) {
      await add(day, count);
    }
    await add('2026-07-01', 8);
    const ask = async (by: string, from = '2026-06-01', to = '2026-07-31') => {
      const query = `/v1/reports?depot=${depot}&from=${from}&to=${to}&by=${by}`;
      const { body } = await central.staff('GET', query);
      return body.periods.map((one: { from: string; to: string; ends: { code: number } }) => [
        one.from,
        one.to,
        one.ends.code,
      ]);
    };
    expect(await ask('week')).toEqual([
      ['2026-06-01', '2026-06-07', 3],
      ['2026-06-08', '2026-06-14', 4],
      ['2026-06-29', '2026-07-05', 8],
    ]);
    expect(await ask('month')).toEqual([
      ['2026-06-01', '2026-06-30', 7],
      ['2026-07-01', '2026-07-31', 8],
    ]);
    expect(await ask('month', '2026-06-05')).toEqual([
      ['2026-06-05', '2026-06-30', 6],
      ['2026-07-01', '2026-07-31', 8],
    ]);
  });

  it('is of the depots that somebody sees, all together if none is named', async () => {
    const { depot } = await playDay();
    const { depot: other } = await playDay();
    for (const one of [depot, other]) await countReports(central.ports, one);
    const query = `from=${today()}&to=${today()}`;
    const grants = [{ name: 'look', depot }];
    const asked = { name: randomUUID(), kind: 'integration', grants, days: 1 };
    const { token } = (await central.staff('POST', '/v1/operators', asked)).body;
    const theirs = await makeStaffClient(central.url, token)('GET', `/v1/reports?${query}`);
    const one = await central.staff('GET', `/v1/reports?depot=${depot}&${query}`);
    expect(theirs.body).toEqual({ ...one.body, at: theirs.body.at });
    const { body } = await central.staff('GET', `/v1/reports?${query}`);
    expect(body.periods[0].ends.code).toBeGreaterThan(one.body.periods[0].ends.code);
    const nowhere = await central.staff('GET', `/v1/reports?depot=${randomUUID()}&${query}`);
    expect(nowhere.body).toMatchObject({ periods: [], terminals: [] });
  });

  it('is shown on the command line', async () => {
    const { depot } = await playDay();
    await countReports(central.ports, depot);
    const days = ['--from', today(), '--to', today(), '--depot', depot];
    const shown = await runCli({ env: envOf(central) }, 'report', ...days);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain(
      `${today()}  1     0     0      1         1            0        0          2`,
    );
  });

  it.each(['from=2026-01-02&to=2026-01-01', 'from=2025-01-01&to=2026-01-02', 'from=2026-01-01'])(
    'refuses %s',
    async (query) => {
      expect((await central.staff('GET', `/v1/reports?${query}`)).status).toBe(400);
    },
  );

  it('reads no delivery: with all of them out of sight it says the same', async () => {
    const { depot } = await playDay();
    await countReports(central.ports, depot);
    const before = await reportOf(depot);
    const { pool } = central.ports;
    const hidden = ['delivery', 'entry', 'hand_over', 'message'];
    for (const table of hidden) await pool.query(`alter table ${table} rename to hidden_${table}`);
    try {
      expect((await reportOf(depot)).periods).toEqual(before.periods);
    } finally {
      for (const table of hidden) {
        await pool.query(`alter table hidden_${table} rename to ${table}`);
      }
    }
  });
});
