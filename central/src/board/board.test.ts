import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EMPTY_LOG } from '../../../shared/protocol/log/chain.ts';
import { HOUR } from '../clock.ts';
import { assignRoute } from '../testing/assign-route.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import {
  codeFor,
  csvLine,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
  seedRoute,
} from '../testing/seed.ts';
import { PULLED } from '../testing/test-terminal.ts';

const central = centralForTests();

const boardOf = async (depot: string) =>
  (await central.staff('GET', `/v1/depots/${depot}/board`)).body;
const stateOf = async (depot: string): Promise<string> => (await boardOf(depot)).terminals[0].state;

describe("a depot's day", () => {
  it('is followed from the route that waits to the terminal that is in', async () => {
    const { depot, terminal, route } = await seedRoute(central, 2);
    expect(await boardOf(depot)).toMatchObject({
      counts: { total: 1, in: 1, out: 0, needsYou: 0 },
      stops: { total: 2, delivered: 0, notDelivered: 0, open: 2 },
      terminals: [
        { id: terminal.id, state: 'waiting', driver: { name: 'Dora' }, routes: [{ id: route }] },
      ],
    });
    const [first, second] = deliveriesOf((await pullAll(terminal)).items);
    if (first === undefined || second === undefined) throw new Error('no deliveries');
    expect(await stateOf(depot)).toBe('ready');

    central.clock.advance(HOUR);
    expect(await stateOf(depot)).toBe('out');
    await terminal.handIn([
      (await terminal.handOver(first, await codeFor(central, first))) ?? raise(),
    ]);
    expect(await boardOf(depot)).toMatchObject({
      counts: { in: 0, out: 1 },
      terminals: [{ state: 'out', open: 1, closed: 1, lateMs: 0 }],
    });
    central.clock.advance(2 * HOUR);
    expect((await boardOf(depot)).terminals[0].lateMs).toBeGreaterThan(HOUR);

    const { id: delivery, epoch } = second;
    const outcome = 'nobody-home' as const;
    await terminal.handIn([
      terminal.write({ kind: 'exception', delivery, epoch, outcome, note: '', strokes: [] }),
    ]);
    expect(await boardOf(depot)).toMatchObject({
      counts: { in: 1, out: 0 },
      stops: { total: 2, delivered: 1, notDelivered: 1, open: 0 },
      terminals: [{ state: 'in' }],
    });
  });

  it('says what needs a person, until it is settled', async () => {
    const { depot, terminal } = await seedRoute(central, 1);
    const first = terminal.write(PULLED);
    // Within one millisecond it would be the same entry, and no fork.
    central.clock.advance(1);
    await terminal.handIn([first, terminal.write(PULLED, { after: EMPTY_LOG })]);
    const board = await boardOf(depot);
    expect(board.counts).toEqual({ total: 1, in: 0, out: 0, needsYou: 1 });
    expect(board.terminals).toMatchObject([{ why: 'findings', findings: 1 }]);
    const { body } = await central.staff('GET', `/v1/findings?terminal=${terminal.id}`);
    const settlement = { counts: false, reason: 'the clone is out of use' };
    await central.staff('POST', `/v1/findings/${body.findings[0].id}/settle`, settlement);
    expect((await boardOf(depot)).counts.needsYou).toBe(0);
  });

  it('has the route of tomorrow, and no terminal that is revoked', async () => {
    const { depot, driver, terminal } = await seedRoute(central, 1);
    const now = central.clock.now();
    const valid = { notBefore: now + 24 * HOUR, notAfter: now + 30 * HOUR };
    const line = csvLine(now, 1, { route: 'R2', valid });
    const file = `${HEADER}\n${line}`;
    const made = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    await assignRoute(central, made.body.routes[0].id, { terminal: terminal.id, driver });
    const other = await enrolTerminal(central, depot, 'T2');
    expect((await boardOf(depot)).terminals).toMatchObject([
      { next: { name: 'R2', isOnIt: false } },
      { id: other.id, state: 'in', next: null, driver: null },
    ]);
    await central.staff('POST', `/v1/terminals/${other.id}/revoke`, {});
    await pullAll(terminal);
    expect((await boardOf(depot)).terminals).toMatchObject([{ next: { isOnIt: true } }]);
  });

  it('of a depot that there is not is not there', async () => {
    expect((await central.staff('GET', `/v1/depots/${randomUUID()}/board`)).status).toBe(404);
  });
});

const raise = (): never => {
  throw new Error('the code was refused');
};
