import type { Day, Instant } from '../../shared/protocol/ids.ts';
import { readPageFragment } from '../../shared/protocol/link/page-fragment.ts';
import { dayOf } from '../../shared/protocol/time/zoned-day.ts';
import { DEPOT_ZONE, type Staff } from '../support/central.ts';
import type { Story } from './story.ts';

/** One stop of the seeded route. */
export interface SeededStop {
  readonly position: number;
  readonly customer: string;
  readonly street: string;
  readonly phone: string;
  readonly labels: readonly string[];
  readonly notAfter: number;
}

const PEOPLE: readonly (readonly [customer: string, street: string, parcels: number])[] = [
  ['R. Okafor', 'Bergmannstraße 27', 2],
  ['Café Sonne', 'Bergmannstraße 31b', 3],
  ['J. Wiśniewska', 'Am Tempelhof 8', 1],
  ['M. Haddad', 'Fidicinstraße 40', 1],
  ['A. Lindqvist', 'Chamissoplatz 2', 3],
  ['Buchhandlung Lesart', 'Arndtstraße 14', 2],
  ['T. Nguyen', 'Nostitzstraße 5', 1],
  ['S. Kowalczyk', 'Zossener Straße 33', 1],
  ['Praxis Dr. Amari', 'Gneisenaustraße 61', 2],
  ['L. Fernández', 'Mittenwalder Straße 9', 1],
  ['H. Yıldız', 'Fürbringerstraße 20', 1],
  ['C. Dubois', 'Willibald-Alexis-Straße 11', 2],
];

/** The stop whose validity ends soon enough to be seen ending. */
export const EXPIRING = 12;

const withCheckDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((n, digit, i) => n + Number(digit) * (i % 2 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};

/** The labels of a stop's parcels: SSCCs (GS1), 18 digits with their check digit. */
const labelsOf = (position: number, parcels: number): string[] =>
  Array.from({ length: parcels }, (_, i) =>
    withCheckDigit(`34012345${String(position * 100 + i).padStart(9, '0')}`),
  );

/** A route of a dozen stops, the last of which expires first. */
export const planStops = (now: number, expiresInMs: number): SeededStop[] =>
  PEOPLE.map(([customer, street, parcels], i) => ({
    position: i + 1,
    customer,
    street,
    phone: `+49170123${String(5_000 + i)}`,
    labels: labelsOf(i + 1, parcels),
    notAfter: i + 1 === EXPIRING ? now + expiresInMs : now + 12 * 3_600_000,
  }));

const ROUTE = '14';

/** When the driver is expected at a stop. */
const arrivalOf = ({ position, notAfter }: SeededStop, now: number): number =>
  Math.min(now + position * 600_000, notAfter);

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** The file of these stops, as another system writes it. */
const csvOf = (stops: readonly SeededStop[], now: number): string =>
  [
    'route,position,customer,address,phone,arrival,not_before,not_after,parcels',
    ...stops.map((stop) =>
      [
        ROUTE,
        stop.position,
        stop.customer,
        `${stop.street}|10961 Berlin`,
        stop.phone,
        iso(arrivalOf(stop, now)),
        iso(now - 3_600_000),
        iso(stop.notAfter),
        stop.labels.join(';'),
      ].join(','),
    ),
  ].join('\n');

/** Makes the depot and its driver: what there is before a terminal comes. */
export const seedDepot = async (staff: Staff) => {
  const depot = await staff.makeDepot('Berlin South');
  const driver = await staff.addDriver(depot.id, 'Kim Petersen');
  return { depot: depot.id, driver: driver.id };
};

/** A route as central names it. */
type NamedRoute = { readonly name: string; readonly day: string };

/** The route of a plan among those of a depot; whatever else was imported is not it. */
export const findPlanned = <R extends NamedRoute>(
  routes: readonly R[],
  { name, day }: NamedRoute,
): R | undefined => routes.find((route) => route.name === name && route.day === day);

/** The day's route as a file, for whoever imports it; `expiresInMs`: how long the last stop's code is good. */
export const planRoute = (
  expiresInMs: number,
): { readonly stops: readonly SeededStop[]; readonly file: string; readonly route: NamedRoute } => {
  // Whole seconds, as the file has them.
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const stops = planStops(now, expiresInMs);
  const first = Math.min(...stops.map((stop) => arrivalOf(stop, now))) as Instant;
  const route = { name: ROUTE, day: dayOf(first, DEPOT_ZONE) satisfies Day };
  return { stops, file: csvOf(stops, now), route };
};

/** Imports the day's route, as `planRoute` has it. */
export const seedRoute = async (
  staff: Staff,
  depot: string,
  expiresInMs: number,
): Promise<{ readonly route: string; readonly stops: readonly SeededStop[] }> => {
  const { stops, file } = planRoute(expiresInMs);
  const { routes } = await staff.importDeliveries(depot, file);
  const [route] = routes;
  if (route === undefined) throw new Error('no route was imported');
  return { route: route.id, stops };
};

/** What a customer got: the code, the link, and the QR that the page behind it shows. */
export interface CustomersCode {
  readonly bare: string;
  readonly link: string;
  readonly qr: string;
}

type Messages = readonly { readonly to: string; readonly text: string }[];

/** What came to customers' telephones by now: through the gateway, or in central's outbox. */
export const messagesOf = async ({ world }: Pick<Story, 'world'>): Promise<Messages> =>
  world.gateway?.received() ?? (await world.central.staff.outbox()).messages;

/** Reads it from the customer's message, in central's outbox. */
export const customersCode = async (staff: Staff, stop: SeededStop): Promise<CustomersCode> =>
  codeFrom((await staff.outbox()).messages, stop);

/** Reads it from the newest message on the customer's telephone. */
export const codeFrom = (messages: Messages, stop: SeededStop): CustomersCode => {
  const text = messages.findLast(({ to }) => to === stop.phone)?.text ?? '';
  const bare = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0];
  const [link] = /https?:\S+#\S+/.exec(text) ?? [];
  if (bare === undefined || link === undefined) throw new Error('the customer got no code');
  const said = readPageFragment(new URL(link).hash);
  if (!said.ok) throw new Error(`the customer's link is ${said.error}`);
  return { bare, link, qr: `KS1/${said.value.shortId}/${bare.replace('-', '')}` };
};
