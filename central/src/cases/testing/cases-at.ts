import { randomUUID } from 'node:crypto';
import type { ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import type { ExceptionOutcome } from '../../../../shared/protocol/outcome.ts';
import { codeFor, deliveriesOf, enrolTerminal, pullAll, seedRoute } from '../../testing/seed.ts';
import { makeStaffClient, type TestCentral } from '../../testing/test-central.ts';
import { PULLED, type TestTerminal } from '../../testing/test-terminal.ts';

export type Ask = TestCentral['staff'];

/** What there is to decide at a central, and those who decide it. */
export const casesAt = (central: TestCentral) => {
  /** Cases of a depot, as a list has them. */
  const list = async (depot: string, query = '', ask: Ask = central.staff) =>
    (await ask('GET', `/v1/cases?depot=${depot}${query}`)).body.cases;

  const act = async (ask: Ask, path: string, body: object) => {
    const headers = { 'idempotency-key': `"${randomUUID()}"` };
    const answer = await ask('POST', path, body, headers);
    return { ...answer, problem: answer.body?.type?.split(':').at(-1) ?? answer.status };
  };
  const settle = (depot: string, cases: readonly number[], decision: object, ask = central.staff) =>
    act(ask, `/v1/depots/${depot}/cases/settle`, { cases, decision });
  const assign = (
    depot: string,
    cases: readonly { id: number; from: string | null }[],
    to: string | null,
    ask = central.staff,
  ) => act(ask, `/v1/depots/${depot}/cases/assign`, { cases, to });
  const reopen = (id: number, reason: string, ask = central.staff) =>
    act(ask, `/v1/cases/${id}/reopen`, { reason });

  /** Somebody who may settle there. */
  const hire = async (depot: string, name = `Nadia ${randomUUID().slice(0, 6)}`) => {
    const body = { name, kind: 'person', grants: [{ name: 'dispatcher', depot }], days: 1 };
    const { id, token } = (await central.staff('POST', '/v1/operators', body)).body;
    return { id: id as string, name, ask: makeStaffClient(central.url, token) };
  };

  /** A stop that ended without a code. */
  const except = (
    terminal: TestTerminal,
    { id: delivery, epoch }: ManifestDelivery,
    outcome: ExceptionOutcome = 'nobody-home',
    note = '',
  ) => terminal.write({ kind: 'exception', delivery, epoch, outcome, note, strokes: [] });

  /** A route whose terminal has it. */
  const start = async (stops: number) => {
    const seeded = await seedRoute(central, stops);
    const deliveries = deliveriesOf((await pullAll(seeded.terminal)).items);
    return { ...seeded, deliveries };
  };

  /** One delivery that two terminals accepted: by its code, and by a pass for the depot. */
  const acceptTwice = async () => {
    const { terminal, depot, deliveries } = await start(1);
    const [delivery] = deliveries;
    if (delivery === undefined) throw new Error('no delivery');
    const path = `/v1/deliveries/${delivery.id}/passes`;
    const { text } = (await central.staff('POST', path, { audience: 'depot' })).body;
    const other = await enrolTerminal(central, depot, 'T2');
    await pullAll(other);
    const first = await terminal.handOver(delivery, await codeFor(central, delivery));
    if (first === null) throw new Error('the code was refused');
    await terminal.handIn([first]);
    central.clock.advance(1_000);
    await other.handIn([other.takePass(text)]);
    return { depot, delivery, terminal, other };
  };

  /** A copy of a terminal's disk docks: so many entries that do not follow its log. */
  const fork = async (terminal: TestTerminal, times: number): Promise<void> => {
    const { head } = terminal;
    await terminal.handIn([terminal.write(PULLED)]);
    const others = Array.from({ length: times }, (_, n) =>
      terminal.write({ ...PULLED, items: n + 2 }, { after: head }),
    );
    await terminal.handIn(others.slice(0, 1));
    for (const one of others.slice(1)) await terminal.handIn([one]);
  };

  return { list, settle, assign, reopen, hire, except, start, acceptTwice, fork };
};
