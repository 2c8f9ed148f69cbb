import { STATUS_CODES } from 'node:http';
import { hoistAnswers } from './hoist-answers.ts';
import type { Described } from './operation.ts';

type Json = { [member: string]: Json } & { readonly [member: string]: unknown };

const SCHEMAS = '#/components/schemas/';

/** Every schema of the components that something refers to. */
const referencesIn = (value: unknown, found = new Set<string>()): Set<string> => {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, inner] of Object.entries(value)) {
    if (name === '$ref' && typeof inner === 'string') found.add(inner.slice(SCHEMAS.length));
    else referencesIn(inner, found);
  }
  return found;
};

const keepUsed = (paths: unknown, schemas: Readonly<Record<string, unknown>>) => {
  const used = referencesIn(paths);
  for (const name of used) referencesIn(schemas[name], used);
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => used.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** A schema of requests needs no name of its own where no other form of it is in an answer. */
const renameInputs = (document: Json): Json => {
  const schemas = document['components']?.['schemas'] ?? {};
  const renamed = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const short = name.replace(/Input$/, '');
    if (short === name) continue;
    const other = (schemas as Json)[short];
    if (other === undefined || JSON.stringify(other) === JSON.stringify(schema)) {
      renamed.set(name, short);
    }
  }
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (key !== 'schemas') return value;
    const entries = Object.entries(value as Json);
    return Object.fromEntries(entries.map(([name, one]) => [renamed.get(name) ?? name, one]));
  });
  return JSON.parse(text, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const short = renamed.get(value.slice(SCHEMAS.length));
    return short === undefined ? value : SCHEMAS + short;
  }) as Json;
};

const ETAG = {
  description: 'The version, for If-Match.',
  schema: { type: 'string', examples: ['"3"'] },
};
const LOCATION = { description: 'Where what was made is.', schema: { type: 'string' } };
const RETRY_AFTER = {
  description: 'In how many seconds to ask again.',
  schema: { type: 'integer', minimum: 0 },
};

const LIMITS = {
  'RateLimit-Policy': {
    description:
      'How many requests are taken in how many seconds, of the operator and of the address.',
    schema: { type: 'string', examples: ['"operator";q=1200;w=60'] },
  },
  RateLimit: {
    description: 'How many of them are left, and in how many seconds all are again.',
    schema: { type: 'string', examples: ['"operator";r=1187;t=1'] },
  },
};

const finishOperation = (operation: Json, { etag, location }: Described): void => {
  for (const [status, answer] of Object.entries(operation['responses'] ?? {})) {
    const isGood = status.startsWith('2');
    const headers = {
      ...(isGood && etag === true ? { ETag: ETAG } : {}),
      ...(isGood && location === true ? { Location: LOCATION } : {}),
      ...(status === '503' || status === '429' ? { 'Retry-After': RETRY_AFTER } : {}),
      ...(status === '429' ? LIMITS : {}),
    };
    if (Object.keys(headers).length > 0) Object.assign(answer, { headers });
    if (isGood) Object.assign(answer, { description: STATUS_CODES[status] });
    if (status === '204') delete answer['content'];
  }
  const parameters = (operation['parameters'] ?? []) as unknown as Json[];
  // Without them a request is refused by codes of their own, so its schema lets it pass.
  for (const parameter of parameters) {
    if (String(parameter['in']) === 'header') Object.assign(parameter, { required: true });
  }
};

/**
 * Makes the document that routes' schemas give into the one that is published: answers and headers
 * said, no schema that nothing refers to. `operations`: what routes say of themselves, by id.
 */
export const finishDocument = (
  given: unknown,
  operations: ReadonlyMap<string, Described>,
): Readonly<Record<string, unknown>> => {
  const document = structuredClone(given) as Json;
  const inOrder = Object.entries(document['paths'] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  document['paths'] = Object.fromEntries(inOrder) as Json;
  for (const methods of Object.values(document['paths'])) {
    for (const operation of Object.values(methods)) {
      const described = operations.get(String(operation['operationId']));
      if (described !== undefined) finishOperation(operation, described);
    }
  }
  const components = document['components'] ?? {};
  components['schemas'] = keepUsed(document['paths'], components['schemas'] ?? {}) as Json;
  components['responses'] = hoistAnswers(document['paths']) as Json;
  return renameInputs(document);
};
