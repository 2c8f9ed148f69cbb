import { randomUUID } from 'node:crypto';
import { assignRoute } from '../../central/src/testing/assign-route.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
} from '../../central/src/testing/seed.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { PULLED, type TestTerminal } from '../../central/src/testing/test-terminal.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { EMPTY_LOG } from '../../shared/protocol/log/chain.ts';

const HOUR = 3_600_000;

/** What a browser would run, and a table compute, if it took names for more than text. */
export const HOSTILE = {
  driver: '<img src=x onerror="document.title=`run`">',
  terminal: '=HYPERLINK("https://evil.example","Handheld 8")',
};

const STOPS = 6;

export type DepotDay = {
  readonly depot: string;
  readonly terminals: readonly TestTerminal[];
  readonly deliveries: readonly (readonly ManifestDelivery[])[];
  /** The end of a stop, as its terminal hands it in. */
  readonly deliver: (route: number, stop: number) => Promise<void>;
};

const line = (now: number, route: number, stop: number): string => {
  const at = (ms: number) => new Date(now + ms).toISOString();
  return [
    route + 1,
    stop,
    `"Customer ${route + 1}-${stop}"`,
    `Chamissoplatz ${stop}|10965 Berlin`,
    `+4917${route}${String(stop).padStart(7, '0')}`,
    at((route === 2 ? 1 : 5) * HOUR - (STOPS - stop) * 60_000),
    at(-HOUR),
    at(14 * HOUR),
    `PARCEL-${route}-${stop}-XYZ`,
  ].join(',');
};

/**
 * An evening at a depot: some terminals are in, some are out, one is late, one needs somebody. The last
 * driver and the last terminal are called as they are given.
 */
export const playDepotDay = async (
  central: TestCentral,
  { driver: lastDriver, terminal: lastTerminal } = { driver: 'Mia', terminal: 'Handheld 8' },
): Promise<DepotDay> => {
  const drivers = ['Samir', 'Ola', 'Ayşe', 'Kim', 'Piotr', lastDriver];
  const { staff } = central;
  const facts = { name: 'Berlin South', sender: 'Kerbside', timeZone: 'Europe/Berlin' };
  const depot: string = (await staff('POST', '/v1/depots', facts)).body.id;
  const now = central.clock.now();
  const lines = drivers.flatMap((_, route) =>
    Array.from({ length: STOPS }, (_stop, n) => line(now, route, n + 1)),
  );
  const file = [HEADER, ...lines].join('\n');
  const imported = await staff('POST', `/v1/depots/${depot}/deliveries`, file);
  const terminals: TestTerminal[] = [];
  const deliveries: ManifestDelivery[][] = [];
  for (const [n, name] of drivers.entries()) {
    const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name })).body.id;
    const terminal = await enrolTerminal(central, depot as never, `Handheld ${n + 1}`);
    const route = imported.body.routes.find((one: { name: string }) => one.name === `${n + 1}`);
    await assignRoute(central, route.id, { terminal: terminal.id, driver });
    terminals.push(terminal);
    deliveries.push(deliveriesOf((await pullAll(terminal)).items));
  }
  for (const name of ['Handheld 7', lastTerminal]) {
    await enrolTerminal(central, depot as never, name);
  }
  const deliver = async (route: number, stop: number): Promise<void> => {
    const [terminal, delivery] = [terminals[route], deliveries[route]?.[stop]];
    if (terminal === undefined || delivery === undefined) throw new Error('no such stop');
    const entry = await terminal.handOver(delivery, await codeFor(central, delivery));
    if (entry === null) throw new Error('the code was refused');
    await terminal.handIn([entry]);
  };
  central.clock.advance(4 * HOUR);
  for (const route of [0, 1]) {
    for (let stop = 0; stop < STOPS; stop++) await deliver(route, stop);
  }
  for (const stop of [0, 1, 2, 3]) await deliver(3, stop);
  await deliver(2, 0);
  const cloned = terminals[4];
  const before = cloned?.write(PULLED);
  // Another one in the same place of its log: within one millisecond it would be the same one.
  central.clock.advance(1);
  const after = cloned?.write(PULLED, { after: EMPTY_LOG });
  if (before === undefined || after === undefined) throw new Error('no terminal');
  await cloned?.handIn([before, after]);
  return { depot, terminals, deliveries, deliver };
};

/** A key of somebody who may do this, in one depot or in all. */
export const makeKey = async (
  { staff }: TestCentral,
  role: string,
  depot?: string,
): Promise<string> => {
  const body = {
    name: `Nadia ${randomUUID().slice(0, 4)}`,
    kind: 'person',
    grants: [{ name: role, ...(depot === undefined ? {} : { depot }) }],
    days: 1,
  };
  return (await staff('POST', '/v1/operators', body)).body.token;
};
