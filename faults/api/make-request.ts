import type { DescribedOperation, Part } from '../../central/src/testing/document-schemas.ts';
import { makeValue } from '../../central/src/testing/make-value.ts';
import { csvLine, HEADER } from '../../central/src/testing/seed.ts';
import type { Things } from './depot-world.ts';

/** A request as it is sent, and may be sent again. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

type Random = () => number;

/** How often a value is something that no program should send: in a third of all requests. */
const ODD_REQUESTS = 1 / 3;
const ODD_VALUES = 0.15;
/** How often a body names what is another depot's. */
const FOREIGN = 0.15;
/** What is named by a number. */
const NUMBERED: ReadonlySet<string> = new Set(['finding', 'case']);
const UNKNOWN = '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11';
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const HOUR = 3_600_000;

/** A file with one stop, or with one that is spoilt. */
const fileOf = (random: Random): string => {
  const position = 100 + Math.floor(random() * 900);
  const route = `File-${Math.floor(random() * 1e6)}`;
  const line = csvLine(Date.now(), position, { route, arrivalIn: 6 * HOUR });
  return `${HEADER}\n${random() < 0.5 ? line : line.replaceAll(':', '')}\n`;
};

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
/** What is written in members of these names, where a description says no more than 'text'. */
const USUAL: Readonly<Record<string, (random: Random) => unknown>> = {
  phone: (random) => `+4917055501${String(Math.floor(random() * 100)).padStart(2, '0')}`,
  language: () => 'de',
  arrival: () => inHours(6),
  notBefore: () => inHours(-1),
  notAfter: () => inHours(16),
  timeZone: () => 'Europe/Berlin',
  url: () => 'https://hooks.invalid/campaign',
  label: (random) => `PARCEL-${Math.floor(random() * 1e9)}`,
  position: (random) => 100 + Math.floor(random() * 90_000),
  name: (random) => `name ${Math.floor(random() * 1e9)}`,
  map: () => 'Handy-Nr=phone',
  serial: (random) => `serial-${Math.floor(random() * 1e9)}`,
};

/** The names under which bodies name things, where that is not what they are called in a path. */
const CALLED: Readonly<Record<string, string>> = {
  id: 'delivery',
  deliveries: 'delivery',
  parcels: 'parcel',
  after: 'delivery',
  by: 'twin',
};

/** Puts ids of things that there are where a made value has an id. */
const nameThings = (
  value: unknown,
  name: string,
  own: Things,
  other: Things,
  random: Random,
): unknown => {
  if (Array.isArray(value)) return value.map((one) => nameThings(one, name, own, other, random));
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, one]) => [
      key,
      nameThings(one, key, own, other, random),
    ]);
    return Object.fromEntries(members);
  }
  if (name === 'version' && typeof value === 'number') return Number(own['version'] ?? value);
  const usual = USUAL[name];
  if (usual !== undefined && (value === 'text' || typeof value === 'number')) return usual(random);
  if (typeof value !== 'string') return value;
  if (name === 'parcels' && random() < 0.7) return USUAL['label']?.(random);
  const thing = CALLED[name] ?? name;
  const known = (random() < FOREIGN ? other : own)[thing];
  if (known === undefined) return value;
  return value === 'text' || UUID.test(value) || thing === 'reference' ? known : value;
};

const queryOf = (
  document: Part,
  operation: Part,
  own: Things,
  other: Things,
  random: Random,
): string => {
  const parameters = (operation['parameters'] ?? []) as unknown as readonly Part[];
  const asked = new URLSearchParams();
  for (const one of parameters) {
    if (String(one['in']) !== 'query' || random() < 0.6) continue;
    const name = String(one['name']);
    const odd = random() < ODD_REQUESTS ? ODD_VALUES : 0;
    const made = makeValue(document, one['schema'] as Part, random, odd);
    const value = nameThings(made, name, own, other, random);
    asked.set(name, typeof value === 'object' ? 'odd' : String(value));
  }
  return asked.size === 0 ? '' : `?${asked}`;
};

const bodyOf = (document: Part, operation: Part, own: Things, other: Things, random: Random) => {
  const content = operation['requestBody']?.['content'];
  if (content === undefined) return null;
  const schema = content['application/json']?.['schema'];
  if (schema === undefined) return { type: 'text/csv', text: fileOf(random) };
  const odd = random() < ODD_REQUESTS ? ODD_VALUES : 0;
  const value = nameThings(makeValue(document, schema, random, odd), '', own, other, random);
  return { type: 'application/json', text: JSON.stringify(value) };
};

/** A path with the things that it names; what there is none of gets an id that nobody has. */
export const pathOf = ({ path }: DescribedOperation, things: Things): string =>
  path.replace(
    /\{(\w+)\}/g,
    (_, part: string) => things[part] ?? (NUMBERED.has(part) ? '999999' : UNKNOWN),
  );

/** The names of things in an operation's path that belong to a depot. */
export const thingsIn = ({ path }: DescribedOperation, things: Things): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) =>
    things[name] === undefined || name === 'operator' ? [] : [name],
  );

/** Whether an operation takes a header. */
export const takesHeader = ({ operation }: DescribedOperation, header: string): boolean =>
  ((operation['parameters'] ?? []) as unknown as readonly Part[]).some(
    (one) => String(one['in']) === 'header' && String(one['name']) === header,
  );

/**
 * Makes a request for an operation by its description: `of` are the things that its path names, `own`
 * and `other` what its body may. `version`: what `If-Match` says.
 */
export const makeRequest = (
  document: Part,
  one: DescribedOperation,
  things: { readonly of: Things; readonly own: Things; readonly other: Things },
  version: number,
  key: string,
  random: Random,
): Asked => {
  const { own, other, of } = things;
  const named = { ...own, version: String(version) };
  const body = bodyOf(document, one.operation, named, other, random);
  return {
    method: one.method.toUpperCase(),
    path: pathOf(one, of) + queryOf(document, one.operation, own, other, random),
    headers: {
      ...(body === null ? {} : { 'content-type': body.type }),
      ...(takesHeader(one, 'idempotency-key') ? { 'idempotency-key': `"${key}"` } : {}),
      ...(takesHeader(one, 'if-match') ? { 'if-match': `"${version}"` } : {}),
    },
    body: body?.text,
  };
};
