import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { SealedVerifier } from '../../../shared/protocol/schemes/sealed.ts';
import { HOUR } from '../clock.ts';
import { assignRoute } from './assign-route.ts';
import type { TestCentral } from './test-central.ts';
import { makeTestTerminal, type TestTerminal } from './test-terminal.ts';

export const HEADER = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';

/** The columns of a file whose customers have tokens. */
export const TOKEN_HEADER = `${HEADER},token`;

/** When a stop's code is good, in milliseconds. */
export type Validity = { readonly notBefore: number; readonly notAfter: number };

/** What is particular about a stop of a route. */
export type StopPlan = {
  /** From an hour ago to in eight hours, unless it says otherwise. */
  readonly valid?: Validity;
  readonly arrivalIn?: number;
  readonly label?: string;
  /** The serial number of the customer's token, who then has no telephone. */
  readonly token?: string;
};

type LineOptions = StopPlan & { readonly route?: string };

/** A line of a file: a stop whose SMS is due at once, unless `arrivalIn` says otherwise. */
export const csvLine = (
  now: number,
  position: number,
  { route = 'R1', valid, arrivalIn = HOUR, label, token }: LineOptions = {},
): string => {
  const { notBefore, notAfter } = valid ?? { notBefore: now - HOUR, notAfter: now + 8 * HOUR };
  return [
    route,
    position,
    `"Customer, ${position}"`,
    `Street ${position}|Town`,
    token === undefined ? `+4917000000${String(position).padStart(3, '0')}` : '',
    new Date(valid === undefined ? now + arrivalIn : notBefore).toISOString(),
    new Date(notBefore).toISOString(),
    new Date(notAfter).toISOString(),
    label ?? `PARCEL-${route}-${position}-XYZ`,
    ...(token === undefined ? [] : [token]),
  ].join(',');
};

export type Seeded = {
  readonly depot: DepotId;
  readonly driver: string;
  readonly route: string;
  readonly terminal: TestTerminal;
};

/** What of a central something is put into. */
export type SeededCentral = Pick<TestCentral, 'url' | 'clock' | 'staff'>;

/** Enrols one more terminal into a depot. */
export const enrolTerminal = async (
  central: SeededCentral,
  depot: string,
  name = 'T1',
): Promise<TestTerminal> => {
  const offer = await central.staff('POST', `/v1/depots/${depot}/enrolment-codes`, { name });
  const terminal = makeTestTerminal(central.url, central.clock.now);
  const answer = await terminal.enrol(offer.body.code);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return terminal;
};

/** A depot with a driver, an enrolled terminal and a route of some stops given to both. */
export const seedRoute = async (
  central: TestCentral,
  stops: number,
  line: LineOptions = {},
  prepare: (depot: string) => Promise<unknown> = async () => null,
): Promise<Seeded> => {
  const { staff } = central;
  const name = `Depot ${Math.random()}`;
  const depot = (await staff('POST', '/v1/depots', { name, sender: 'Kerbside', timeZone: 'UTC' }))
    .body.id;
  const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Dora' })).body.id;
  await prepare(depot);
  const lines = Array.from({ length: stops }, (_, i) => csvLine(central.clock.now(), i + 1, line));
  const file = [line.token === undefined ? HEADER : TOKEN_HEADER, ...lines].join('\n');
  const imported = await staff('POST', `/v1/depots/${depot}/deliveries`, file);
  if (imported.status !== 201) throw new Error(JSON.stringify(imported.body));
  const route = imported.body.routes[0].id;
  const terminal = await enrolTerminal(central, depot);
  const body = { terminal: terminal.id, driver };
  const assigned = await assignRoute({ staff }, route, body);
  if (assigned.status !== 200) throw new Error(JSON.stringify(assigned.body));
  return { depot, driver, route, terminal };
};

/** Pulls the whole manifest from a cursor on. */
export const pullAll = async (terminal: TestTerminal, from = 0) => {
  const items = [];
  let after = from;
  for (;;) {
    const page = await terminal.pull(after);
    items.push(...page.items);
    after = page.cursor;
    if (page.remaining === 0) return { items, cursor: after };
  }
};

export const deliveriesOf = (items: readonly { type: string }[]): ManifestDelivery[] =>
  items.filter((item): item is ManifestDelivery => item.type === 'delivery');

/** The verifier of a delivery whose customer has a code. */
export const sealedOf = ({ verifier }: ManifestDelivery): SealedVerifier => {
  if (verifier.scheme !== 'sealed') throw new Error('the customer has a token');
  return verifier;
};

/** Waits until something holds, for half a minute at most: a busy machine must not fail it. */
export const until = async <T>(look: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (const start = Date.now(); Date.now() - start < 30_000; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen within half a minute');
};

/** The override's code of a delivery, as the dispatcher is shown it. */
export const overrideFor = async (
  central: TestCentral,
  { shortId: reference }: Pick<ManifestDelivery, 'shortId'>,
): Promise<string> => {
  const body = { reference, reason: 'the telephone is broken', person: 'Nadia' };
  const answer = await central.staff('POST', '/v1/overrides', body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.code;
};

/** The code in the message for a delivery, as ten characters with a hyphen. */
export const codeFor = (
  central: TestCentral,
  delivery: { readonly id: string; readonly epoch: number },
): Promise<string> =>
  until(async () => {
    const { body } = await central.staff('GET', '/v1/outbox');
    const message = body.messages.find(
      (one: { delivery: string; epoch: number }) =>
        one.delivery === delivery.id && one.epoch === delivery.epoch,
    );
    return message && /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(message.text)?.[0];
  });
