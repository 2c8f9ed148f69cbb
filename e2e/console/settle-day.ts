import { casesAt } from '../../central/src/cases/testing/cases-at.ts';
import { codeFor } from '../../central/src/testing/seed.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { DepotDay } from './depot-day.ts';

/** What a driver may write, and a browser must take for text. */
export const HOSTILE_NOTE = '<script>document.title="run"</script> \u05d0\u05d1\u05d2 =1+1';

/** What is left for people after a day at a depot: something of everything. */
export const leaveCases = async (
  central: TestCentral,
  { terminals, deliveries }: DepotDay,
): Promise<void> => {
  const { except, fork } = casesAt(central);
  const stop = (route: number, n: number) => {
    const [terminal, delivery] = [terminals[route], deliveries[route]?.[n]];
    if (terminal === undefined || delivery === undefined) throw new Error('no such stop');
    return { terminal, delivery };
  };
  const out = stop(2, 1);
  for (const n of [1, 2, 3]) {
    const { terminal, delivery } = stop(2, n);
    await terminal.handIn([except(terminal, delivery, 'nobody-home', n === 1 ? HOSTILE_NOTE : '')]);
  }
  await out.terminal.handIn([except(out.terminal, stop(2, 4).delivery, 'damaged')]);
  await fork(stop(1, 0).terminal, 3);
  // Accepted by its code at one terminal, and by a pass for the depot at another.
  const { terminal, delivery } = stop(3, 4);
  const other = stop(5, 0).terminal;
  const path = `/v1/deliveries/${delivery.id}/passes`;
  const { text } = (await central.staff('POST', path, { audience: 'depot' })).body;
  const first = await terminal.handOver(delivery, await codeFor(central, delivery));
  if (first === null) throw new Error('the code was refused');
  await terminal.handIn([first]);
  central.clock.advance(98 * 60_000);
  await other.pull(0);
  await other.handIn([other.takePass(text)]);
};
