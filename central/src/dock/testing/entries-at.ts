import type { ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import type { SignedEntry } from '../../../../shared/protocol/log/entry.ts';
import { codeFor, deliveriesOf, pullAll, seedRoute } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';
import type { TestTerminal } from '../../testing/test-terminal.ts';

/** Hand-overs of one terminal, and what a central makes of them. */
export const entriesAt = (central: TestCentral) => {
  const start = async (): Promise<{
    terminal: TestTerminal;
    delivery: ManifestDelivery;
    code: string;
    seeded: Awaited<ReturnType<typeof seedRoute>>;
  }> => {
    const seeded = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(seeded.terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const code = await codeFor(central, delivery);
    return { terminal: seeded.terminal, delivery, code, seeded };
  };
  const handOver = async (
    { terminal, delivery, code }: Awaited<ReturnType<typeof start>>,
    after?: TestTerminal['head'],
  ): Promise<SignedEntry> => {
    const entry = await terminal.handOver(delivery, code, { after });
    if (entry === null) throw new Error('the code was refused');
    return entry;
  };
  const handOversOf = async (terminal: TestTerminal) =>
    (await central.staff('GET', `/v1/hand-overs?terminal=${terminal.id}`)).body.handOvers;
  const findingsOf = async (terminal: TestTerminal): Promise<string[]> =>
    (await central.staff('GET', `/v1/findings?terminal=${terminal.id}`)).body.findings.map(
      (one: { sequence: number; code: string }) => `${one.sequence} ${one.code}`,
    );
  return { start, handOver, handOversOf, findingsOf };
};
