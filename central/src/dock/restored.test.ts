import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { openPool } from '../database/pool.ts';
import { assignRoute } from '../testing/assign-route.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  pullAll,
  seedRoute,
  until,
} from '../testing/seed.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../testing/test-central.ts';
import { PULLED, type TestTerminal } from '../testing/test-terminal.ts';

let postgres: TestPostgres;
const folders: string[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await postgres?.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** How a backup comes back: into a database that central can tell from its own, or cannot. */
type Way = 'elsewhere' | 'unseen';

/** A central that can be stopped, put back to its backup, and started again on the same folder. */
const start = async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kerbside-test-restored-'));
  folders.push(dataFolder);
  let central = await startTestCentral(postgres, { dataFolder });
  const { databaseUrl } = central;
  const terminals: TestTerminal[] = [];
  let backup = '';
  const startAgain = async (url: string): Promise<void> => {
    central = await startTestCentral(postgres, { dataFolder, databaseUrl: url });
    for (const terminal of terminals) terminal.moveTo(central.url);
  };
  return {
    terminals,
    central: (): TestCentral => central,
    backUp: async () => {
      await central.stop();
      backup = await postgres.copyDatabase(databaseUrl);
      await startAgain(databaseUrl);
    },
    restore: async (way: Way) => {
      await central.stop();
      const url = await postgres.copyDatabase(backup);
      // As if the files of the whole cluster had been put back: it stands where it stood.
      if (way === 'unseen') await forgetHome(url);
      return startAgain(url);
    },
  };
};

const forgetHome = async (url: string): Promise<void> => {
  const pool = openPool(url, () => {});
  await pool.query('update life set home = null');
  await pool.end();
};

const firstOf = (deliveries: readonly ManifestDelivery[]): ManifestDelivery => {
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error('no delivery');
  return delivery;
};
const handOver = async (
  terminal: TestTerminal,
  delivery: ManifestDelivery,
  code: string,
): Promise<SignedEntry> => {
  const entry = await terminal.handOver(delivery, code);
  if (entry === null) throw new Error('the code was refused');
  return entry;
};
const messagesOf = async (central: TestCentral) =>
  (await central.staff('GET', '/v1/outbox')).body.messages as {
    delivery: string;
    epoch: number;
    text: string;
  }[];
const codesIn = (messages: { text: string }[]): string[] =>
  messages.map(({ text }) => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? '');
const pullStatus = async (terminal: TestTerminal, after: number): Promise<number> =>
  (await terminal.send('GET', `/v1/terminal/manifest?after=${after}`, undefined)).status;

describe.each<Way>(['elsewhere', 'unseen'])('a database that was restored %s', (way) => {
  it('gets again what the terminal had handed in, and nothing is counted twice (C2)', async () => {
    const site = await start();
    const { route, terminal } = await seedRoute(site.central(), 2);
    site.terminals.push(terminal);
    const first = await pullAll(terminal);
    const delivery = firstOf(deliveriesOf(first.items));
    const code = await codeFor(site.central(), delivery);
    const entries = [terminal.write(PULLED)];
    await terminal.handIn(entries);
    await site.backUp();
    entries.push(await handOver(terminal, delivery, code), terminal.write(PULLED));
    expect(await terminal.handIn(entries.slice(1))).toEqual({ acknowledged: 3, findings: [] });

    await site.restore(way);
    entries.push(terminal.write(PULLED));
    const less = await terminal.handIn(entries.slice(3));
    expect(less).toMatchObject({ acknowledged: 1, findings: [{ sequence: 4, code: 'gap' }] });
    expect(await terminal.handIn(entries.slice(1))).toEqual({ acknowledged: 4, findings: [] });
    expect(await terminal.handIn(entries)).toEqual({ acknowledged: 4, findings: [] });
    const central = site.central();
    const found = await central.staff('GET', `/v1/findings?terminal=${terminal.id}`);
    expect(found.body.findings).toEqual([]);
    const list = await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`);
    expect(list.body.handOvers).toMatchObject([{ counted: true, proved: true }]);
    const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
    const states = body.deliveries.map((one: { status: string }) => one.status);
    expect(states.sort()).toEqual(['delivered', 'open']);
    await central.stop();
  });

  it('has the manifest pulled again, under epochs and cursors that were never given (C2)', async () => {
    const site = await start();
    const { depot, driver, route, terminal } = await seedRoute(site.central(), 1);
    site.terminals.push(terminal);
    const other = await enrolTerminal(site.central(), depot, 'T2');
    site.terminals.push(other);
    const before = await pullAll(terminal);
    await terminal.handIn([terminal.write(PULLED)]);
    await codeFor(site.central(), firstOf(deliveriesOf(before.items)));
    await site.backUp();
    const assign = (to: TestTerminal) =>
      assignRoute(site.central(), route, { terminal: to.id, driver });
    // What the backup does not know: there and back, so two more codes go out.
    await assign(other);
    await pullAll(other);
    await assign(terminal);
    const lost = await pullAll(terminal, before.cursor);
    const given = firstOf(deliveriesOf(lost.items));
    expect(given.epoch).toBe(3);
    const lostCode = await codeFor(site.central(), given);
    await terminal.handIn([terminal.write(PULLED)]);
    const sent = codesIn(await messagesOf(site.central()));

    await site.restore(way);
    const hint = await terminal.handIn([terminal.write(PULLED)]);
    expect(hint.acknowledged).toBe(1);
    expect(await pullStatus(terminal, lost.cursor)).toBe(409);
    const again = await pullAll(terminal);
    expect(again.cursor).not.toBe(lost.cursor);
    expect(await pullStatus(terminal, lost.cursor)).toBe(409);
    await assign(other);
    await pullAll(other);
    await assign(terminal);
    const now = await pullAll(terminal, again.cursor);
    expect(now.cursor).toBeGreaterThan(lost.cursor);
    const renewed = firstOf(deliveriesOf(now.items));
    expect(renewed.epoch).toBeGreaterThan(given.epoch);
    const code = await codeFor(site.central(), renewed);
    expect([...sent, lostCode]).not.toContain(code);
    const all = codesIn(await messagesOf(site.central()));
    expect(new Set(all).size).toBe(all.length);
    await site.central().stop();
  });
});

it('sends no code again that waited for its message when the backup was made (C2)', async () => {
  const site = await start();
  const { terminal } = await seedRoute(site.central(), 1, { arrivalIn: 3 * 3_600_000 });
  site.terminals.push(terminal);
  const { items, cursor } = await pullAll(terminal);
  const delivery = firstOf(deliveriesOf(items));
  await site.backUp();
  /** What became of an issue's message that is due: the worker sends it, if it still may go. */
  const stateOf = (issue: string) =>
    until(async () => {
      const { rows } = await site
        .central()
        .ports.pool.query('select state from message where issue = $1', [issue]);
      return ['waiting', 'claimed'].includes(rows[0].state) ? null : rows[0].state;
    });
  /** Makes the message of the issue due, and says what becomes of it. */
  const send = async () => {
    const { ports, clock } = site.central();
    const { rows } = await ports.pool.query(
      `update message set due = $3, next_at = $3 from issue
       where issue.delivery = $1 and issue.epoch = $2 and message.issue = issue.id
       returning issue.depot, issue.id`,
      [delivery.id, delivery.epoch, new Date(clock.now())],
    );
    return stateOf(rows[0].id);
  };
  expect(await send()).toBe('accepted');
  const old = await codeFor(site.central(), delivery);

  await site.restore('elsewhere');
  expect(await send()).toBe('cancelled');
  const renewed = firstOf(deliveriesOf((await pullAll(terminal, cursor)).items));
  expect(renewed.epoch).toBeGreaterThan(delivery.epoch);
  const { rows } = await site.central().ports.pool.query(
    `update message set due = $2, next_at = $2 from issue
       where issue.delivery = $1 and issue.state = 'active' and message.issue = issue.id
       returning issue.depot, issue.id`,
    [delivery.id, new Date(site.central().clock.now())],
  );
  expect(await stateOf(rows[0].id)).toBe('accepted');
  expect(await codeFor(site.central(), renewed)).not.toBe(old);
  await site.central().stop();
});

it('leaves a hand-over by a code that the backup does not know to a person, and sends no new code for it (C2)', async () => {
  const site = await start();
  const { depot, route, terminal } = await seedRoute(site.central(), 1);
  site.terminals.push(terminal);
  await terminal.handIn([terminal.write(PULLED)]);
  await site.backUp();
  const delivery = firstOf(deliveriesOf((await pullAll(terminal)).items));
  const code = await codeFor(site.central(), delivery);
  const entries = [await handOver(terminal, delivery, code)];
  await terminal.handIn(entries);
  await site.restore('elsewhere');
  const central = site.central();
  const again = await terminal.handIn(entries);
  expect(again.findings).toMatchObject([{ sequence: 2, code: 'no-such-delivery' }]);
  expect(deliveriesOf((await pullAll(terminal)).items)).toEqual([]);
  const [finding] = (await central.staff('GET', `/v1/findings?depot=${depot}`)).body.findings;
  const settle = { counts: true, reason: 'the customer says so on the telephone' };
  const done = await central.staff('POST', `/v1/findings/${finding.id}/settle`, settle);
  expect(done.status).toBe(204);
  const { body } = await central.staff('GET', `/v1/routes/${route}/deliveries`);
  expect(body.deliveries).toMatchObject([{ status: 'delivered' }]);
  await central.stop();
});
