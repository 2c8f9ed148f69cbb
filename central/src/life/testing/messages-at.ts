import { HOUR } from '../../clock.ts';
import type { OutgoingMessage } from '../../messages/message-provider.ts';
import { until } from '../../testing/seed.ts';
import type { TestCentral } from '../../testing/test-central.ts';
import type { seedPulled } from './acts-at.ts';

export type Seeded = Awaited<ReturnType<typeof seedPulled>>;
type Listed = {
  readonly kind: string;
  readonly state: string;
  readonly trouble: string | null;
};

/** Another window, within the validity. */
export const laterThan = ({ first }: Seeded, hours = 3) => ({
  arrival: first.arrival + hours * HOUR,
});

/** What customers of a central were written, and what became of each message. */
export const messagesAt = (
  central: TestCentral,
  { sent }: { readonly sent: readonly OutgoingMessage[] },
) => {
  const textsOf = ({ depot }: Pick<Seeded, 'depot'>): string[] =>
    sent.filter((one) => one.depot === depot).map(({ text }) => text);
  const listed = async ({ depot }: Pick<Seeded, 'depot'>, failed = false): Promise<Listed[]> =>
    (await central.staff('GET', `/v1/messages?depot=${depot}&failed=${failed}`)).body.messages;
  /** The state of the newest message of a kind. */
  const stateOf = async (seeded: Seeded, kind: string) =>
    (await listed(seeded)).find((one) => one.kind === kind)?.state;
  const untilState = (seeded: Seeded, kind: string, ...states: string[]) =>
    until(async () => states.includes((await stateOf(seeded, kind)) ?? ''));
  return { textsOf, listed, stateOf, untilState };
};
