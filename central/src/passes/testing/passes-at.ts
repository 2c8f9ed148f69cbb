import type { ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, Random16 } from '../../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../../shared/protocol/log/entry.ts';
import {
  csvLine,
  deliveriesOf,
  HEADER,
  pullAll,
  type Seeded,
  seedRoute,
} from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';
import type { TestTerminal } from '../../testing/test-terminal.ts';

export type Made = { once: Random16; epoch: number; text: string; delivery: DeliveryId };

/** Passes of one delivery, as a central issues and counts them. */
export const passesAt = (central: TestCentral) => {
  const start = async (): Promise<Seeded & { delivery: ManifestDelivery; cursor: number }> => {
    const seeded = await seedRoute(central, 1);
    const { items, cursor } = await pullAll(seeded.terminal);
    const [delivery] = deliveriesOf(items);
    if (delivery === undefined) throw new Error('no delivery');
    return { ...seeded, delivery, cursor };
  };
  /** A delivery that came when the terminal had left, of a route that nobody has. */
  const addLater = async ({ depot }: Seeded, line?: string): Promise<DeliveryId> => {
    const row = line ?? csvLine(central.clock.now(), 1, { route: 'R9' });
    const file = `${HEADER}\n${row}`;
    const { body } = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
    const path = `/v1/routes/${body.routes[0].id}/deliveries`;
    return (await central.staff('GET', path)).body.deliveries.at(-1).id;
  };
  const ask = async (delivery: string, body: object) => {
    const answer = await central.staff('POST', `/v1/deliveries/${delivery}/passes`, body);
    return { ...answer, problem: answer.body.type?.split(':').at(-1) };
  };
  const issue = async (delivery: string, body: object): Promise<Made> => {
    const answer = await ask(delivery, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const statesOf = async (delivery: string): Promise<string[]> =>
    (await central.staff('GET', `/v1/deliveries/${delivery}/passes`)).body.passes.map(
      (one: { state: string }) => one.state,
    );
  const withdraw = async (once: string) => {
    const answer = await central.staff('POST', `/v1/passes/${once}/withdraw`, {});
    return { ...answer, problem: answer.body.type?.split(':').at(-1) };
  };
  const codesOf = async (terminal: TestTerminal, ...entries: SignedEntry[]): Promise<string[]> =>
    (await terminal.handIn(entries)).findings.map((one) => one.code);
  const handOversOf = async (terminal: TestTerminal) =>
    (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
  return { start, addLater, ask, issue, statesOf, withdraw, codesOf, handOversOf };
};
