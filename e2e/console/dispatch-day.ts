import { assignRoute } from '../../central/src/testing/assign-route.ts';
import {
  codeFor,
  deliveriesOf,
  enrolTerminal,
  HEADER,
  pullAll,
} from '../../central/src/testing/seed.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { TestTerminal } from '../../central/src/testing/test-terminal.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Names that a browser would run, that have no place to break, or that are read from the right. */
export const HOSTILE_NAMES = {
  script: '<img src=x onerror="document.title=`run`">',
  long: `Donaudampfschifffahrtsgesellschaftskapitaenswitwen${'verein'.repeat(8)}`,
  right: 'محمد الحداد',
} as const;

const CUSTOMERS = [
  'R. Okafor',
  'Café Sonne',
  'A. Lindqvist',
  'J. Wiśniewska',
  'M. Haddad',
  HOSTILE_NAMES.script,
  HOSTILE_NAMES.long,
  HOSTILE_NAMES.right,
  'T. Nguyen',
];
const STREETS = ['Bergmannstraße', 'Chamissoplatz', 'Am Tempelhofer Berg', 'Fidicinstraße'];
/** A landline: nobody can be sent a message there. */
const LANDLINE = '+493012345678';
const NO_MESSAGE = 5;

/** So many stops has the route that is longer than any window. */
export const LONG_ROUTE = 600;

export type DispatchDay = {
  readonly depot: string;
  readonly terminal: TestTerminal;
  /** The stops of route 14, in its order, as its terminal has them. */
  readonly stops: readonly ManifestDelivery[];
  readonly routes: Readonly<Record<string, string>>;
  /** A stop of route 14 ends, as its terminal hands it in. */
  readonly deliver: (stop: number) => Promise<void>;
};

const line = (now: number, route: string, stop: number): string => {
  const at = (ms: number) => new Date(now + ms).toISOString();
  const name = CUSTOMERS[(stop - 1) % CUSTOMERS.length]?.replaceAll('"', '""');
  const parcels = Array.from(
    { length: (stop % 3) + 1 },
    (_, n) => `PARCEL-${route}-${stop}-${n + 1}XY`,
  );
  return [
    route,
    stop,
    `"${name}"`,
    `${STREETS[stop % STREETS.length]} ${20 + stop}|10965 Berlin`,
    stop === NO_MESSAGE ? LANDLINE : `+4917${route}${String(stop).padStart(6, '0')}`,
    at(2 * HOUR + (stop % 40) * 10 * MINUTE),
    at(-HOUR),
    at(14 * HOUR),
    parcels.join(';'),
  ].join(',');
};

/**
 * A morning at a depot: route 14 is under way and 12 minutes behind, route 15 has not begun, route 16
 * has no terminal yet, route 17 is as long as a route can be.
 */
export const playDispatchDay = async (central: TestCentral): Promise<DispatchDay> => {
  const { staff, clock } = central;
  const facts = { name: 'Berlin South', sender: 'Kerbside', timeZone: 'Europe/Berlin' };
  const depot: string = (await staff('POST', '/v1/depots', facts)).body.id;
  const now = clock.now();
  const sizes: readonly (readonly [string, number])[] = [
    ['14', CUSTOMERS.length],
    ['15', 3],
    ['16', 4],
    ['17', LONG_ROUTE],
  ];
  const lines = sizes.flatMap(([route, stops]) =>
    Array.from({ length: stops }, (_, n) => line(now, route, n + 1)),
  );
  const imported = await staff(
    'POST',
    `/v1/depots/${depot}/deliveries`,
    [HEADER, ...lines].join('\n'),
  );
  if (imported.status !== 201) throw new Error(JSON.stringify(imported.body));
  const routes: Record<string, string> = Object.fromEntries(
    imported.body.routes.map(({ name, id }: { name: string; id: string }) => [name, id]),
  );
  const terminals: TestTerminal[] = [];
  for (const [n, [route, name]] of [
    ['14', 'Ayşe'],
    ['15', 'Kim'],
    ['17', HOSTILE_NAMES.script],
  ].entries()) {
    const driver = (await staff('POST', `/v1/depots/${depot}/drivers`, { name })).body.id;
    const terminal = await enrolTerminal(central, depot, `Handheld ${n + 3}`);
    await assignRoute(central, routes[route ?? ''] ?? '', { terminal: terminal.id, driver });
    terminals.push(terminal);
  }
  const [terminal, other] = terminals;
  if (terminal === undefined || other === undefined) throw new Error('no terminal');
  await pullAll(other);
  const stops = deliveriesOf((await pullAll(terminal)).items).toSorted(
    (a, b) => a.position - b.position,
  );
  const at = (n: number): ManifestDelivery => {
    const stop = stops[n - 1];
    if (stop === undefined) throw new Error(`no stop ${n}`);
    return stop;
  };
  const deliver = async (n: number, more: object = {}): Promise<void> => {
    const entry = await terminal.handOver(at(n), await codeFor(central, at(n)), more);
    if (entry === null) throw new Error('the code was refused');
    await terminal.handIn([entry]);
  };
  clock.advance(2 * HOUR + 22 * MINUTE);
  await deliver(1);
  clock.advance(10 * MINUTE);
  await deliver(2, { recipient: { to: 'neighbour', who: '31a, Okonkwo' } });
  clock.advance(10 * MINUTE);
  const { id: delivery, epoch } = at(3);
  const nobody = { outcome: 'nobody-home' as const, note: 'Bell is broken', strokes: [] };
  const refusal = (attemptsLeft: number) => ({ reason: 'wrong-code' as const, attemptsLeft });
  await terminal.handIn([
    terminal.write({
      kind: 'attempt',
      delivery,
      epoch,
      refusal: refusal(4),
      counted: 1,
    }),
    terminal.write({ kind: 'exception', delivery, epoch, ...nobody }),
  ]);
  return { depot, terminal, stops, routes, deliver };
};
