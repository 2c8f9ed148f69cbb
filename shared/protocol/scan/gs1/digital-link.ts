import { err, ok, type Result } from '../../../result.ts';
import { identifierOf } from './application-identifiers.ts';
import { hasCheckDigit } from './check-digit.ts';
import { type Gs1Elements, type Gs1Problem, SSCC } from './elements.ts';
import { problemOfValue, takeElement } from './take-element.ts';

const ADDRESS = /^https?:\/\/[^/?#]+(\/[^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;

type Pair = readonly [ai: string, value: string];
type Pairs = readonly Pair[];

const isInOrder = (qualifiers: Pairs, order: readonly string[]): boolean => {
  const left = [...order];
  return qualifiers.every(([ai]) => {
    const place = left.indexOf(ai);
    left.splice(0, place + 1);
    return place !== -1;
  });
};

/** Undoes percent-encoding (RFC 3986), byte by byte; null if a `%` is not of one. */
const decode = (text: string): string | null =>
  /%(?![0-9A-Fa-f]{2})/.test(text)
    ? null
    : text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );

/** The pairs of a path from its last key on, or null: they must run to its end. */
const pairsOf = (path: string): Pairs | null => {
  const segments = path.split('/');
  for (let at = segments.length - 2; at >= 1; at -= 2) {
    if ((identifierOf(segments[at] ?? '')?.qualifiers ?? null) === null) continue;
    const rest = segments.slice(at);
    return rest.flatMap((ai, i): Pair[] => (i % 2 === 0 ? [[ai, rest[i + 1] ?? '']] : []));
  }
  return null;
};

/** What the query says by identifier. Names that are not all digits are no matter of GS1. */
const attributesOf = (query: string): Pairs =>
  query
    .split(/[&;]/)
    .map((part): Pair => {
      const [name = '', ...value] = part.split('=');
      return [name, value.join('=')];
    })
    .filter(([name]) => /^\d+$/.test(name));

const isOfKey = (ai: string, encoded: string): boolean => {
  const [identifier, value] = [identifierOf(ai), decode(encoded)];
  if (identifier === undefined || value === null) return false;
  const problem = problemOfValue(identifier, value);
  return problem === null || problem === 'wrong-check-digit';
};

const parseParts = (path: string | undefined, query: string): Result<Gs1Elements, Gs1Problem> => {
  const pairs = path === undefined ? null : pairsOf(path);
  const [key, ...qualifiers] = pairs ?? [];
  if (key === undefined || !isOfKey(...key)) return err('not-a-digital-link');
  const orders = identifierOf(key[0])?.qualifiers ?? [];
  if (qualifiers.length > 0 && !orders.some((order) => isInOrder(qualifiers, order))) {
    return err('wrong-qualifier');
  }
  const elements = new Map<string, string>();
  for (const [ai, encoded] of [key, ...qualifiers, ...attributesOf(query)]) {
    const identifier = identifierOf(ai);
    if (identifier === undefined) return err('unknown-identifier');
    const value = decode(encoded);
    if (value === null) return err('wrong-percent-encoding');
    const problem = takeElement(elements, identifier, value);
    if (problem !== null) return err(problem);
  }
  return ok(elements);
};

/** The SSCC that stands in a path, whatever is before and behind it. */
const SSCC_IN_PATH = /\/00\/(\d{18})(?=\/|$)/;

/**
 * Reads a GS1 Digital Link (GS1 Digital Link Standard: URI Syntax), uncompressed, of any host:
 * `https://host/…/key/value/qualifier/value…?attribute=value`. An address is one by its form alone:
 * the last key in its path has a value of that key's form, and what follows are pairs. An SSCC in
 * its path whose check digit is right stands, even where the rest breaks the rules or is newer.
 */
export const parseDigitalLink = (text: string): Result<Gs1Elements, Gs1Problem> => {
  const [, path, query = ''] = ADDRESS.exec(/^[!-~]*$/.test(text) ? text : '') ?? [];
  const whole = parseParts(path, query);
  const sscc = SSCC_IN_PATH.exec(path ?? '')?.[1];
  if (whole.ok || sscc === undefined || !hasCheckDigit(sscc)) return whole;
  return ok(new Map([[SSCC, sscc]]));
};
