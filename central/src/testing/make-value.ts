import type { Part } from './document-schemas.ts';

type Schema = Part & { readonly [member: string]: unknown };

/** What a hostile or clumsy program writes where it should write something else. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, '', ' ', 'null', '../..', "'; drop table delivery; --"],
  ...['\u0000', '\ud800', '‮', '<script>', '{{7*7}}', 'a'.repeat(3_000), '0x7f', '１２'],
  ...[
    [],
    [[]],
    {},
    { toString: 1 },
    { __proto__: null },
    [null],
    '00000000-0000-0000-0000-000000000000',
  ],
];

const pick = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const resolveIn = (document: Part, schema: Schema): Schema => {
  const to = schema['$ref'] as string | undefined;
  if (to === undefined) return schema;
  return to
    .replace('#/', '')
    .split('/')
    .reduce((part, name) => part[name] as Part, document) as Schema;
};

/** Makes a value by a schema of a document, with something odd in it now and then. */
export const makeValue = (
  document: Part,
  given: Part,
  random: () => number,
  oddness: number,
): unknown => {
  if (random() < oddness) return pick(random, ODD);
  const schema = resolveIn(document, given as Schema);
  const choices = (schema['oneOf'] ?? schema['anyOf']) as readonly Part[] | undefined;
  if (choices !== undefined) return makeValue(document, pick(random, choices), random, oddness);
  if ('const' in schema) return schema['const'];
  const values = schema['enum'] as readonly unknown[] | undefined;
  if (values !== undefined) return pick(random, values);
  const examples = schema['examples'] as readonly unknown[] | undefined;
  if (examples !== undefined && random() < 0.5) return structuredClone(pick(random, examples));
  switch (schema['type'] as unknown) {
    case 'object': {
      const required = (schema['required'] ?? []) as readonly string[];
      const members = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Part>>)
        .filter(([name]) => required.includes(name) || random() < 0.5)
        .map(([name, one]) => [name, makeValue(document, one, random, oddness)]);
      const more = random() < oddness ? [['surprise', pick(random, ODD)]] : [];
      return Object.fromEntries([...members, ...more]);
    }
    case 'array': {
      const tuple = schema['prefixItems'] as readonly Part[] | undefined;
      if (tuple !== undefined) {
        return tuple.map((one) => makeValue(document, one, random, oddness));
      }
      const length = Math.max(Number(schema['minItems'] ?? 0), Math.floor(random() * 3));
      const items = (schema['items'] ?? {}) as Part;
      return Array.from({ length }, () => makeValue(document, items, random, oddness));
    }
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + Math.floor(random() * 5);
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    default:
      return examples === undefined ? 'text' : pick(random, examples);
  }
};
