import type { Input, Output, VectorFunction } from '../vector.ts';
import { b64url, labelled, sha256 } from './primitives.ts';

type Signed = { readonly entry: Input; readonly details?: Input };

/** In the order in which the page names them. */
export const DETAIL_ORDER = ['place', 'note', 'strokes'];

const hashOf = (entry: Input, detail: string, { salt, value }: Input): string => {
  const { terminal, sequence } = entry;
  return b64url(sha256(labelled('detail', { terminal, sequence, detail, salt, value })));
};

/** What an entry of version 1 says itself. */
const isSaidInside = (content: Input, detail: string): boolean => {
  if (detail !== 'place') return String(content[detail] ?? '').length > 0;
  const { who, where } = (content['recipient'] ?? {}) as Input;
  return who !== undefined || where !== undefined;
};

const stateOf = ({ entry, details = {} }: Signed, detail: string): string => {
  const content = entry['content'] as Input;
  if (entry['version'] === 1) return isSaidInside(content, detail) ? 'there' : 'none';
  const hash = (content['details'] as Input)[detail] ?? null;
  if (hash === null) return 'none';
  if (details[detail] === undefined) return 'erased';
  return hashOf(entry, detail, details[detail] as Input) === hash ? 'there' : 'altered';
};

/** What became of each detail of an entry. */
export const detailStatesOf = (signed: Signed): Output =>
  Object.fromEntries(DETAIL_ORDER.map((detail) => [detail, stateOf(signed, detail)]));

/** The way from an entry to what is wrong with the form of its details, as far as vectors spoil it. */
export const strayDetail = ({ entry, details }: Signed): readonly string[] | null => {
  if (details === undefined) return null;
  const names = Object.keys(details);
  if (names.length === 0) return ['details'];
  const unsalted = names.find((name) => (details[name] as Input)['salt'] === undefined);
  if (unsalted !== undefined) return ['details', unsalted, 'salt'];
  const named = ((entry['content'] as Input)['details'] ?? {}) as Input;
  return names.some((name) => (named[name] ?? null) === null) ? [] : null;
};

/** What stands beside an entry and can be erased, once more. */
export const DETAILS: Readonly<Record<string, VectorFunction>> = {
  'hash-detail': (input) => ({ hash: hashOf(input, String(input['detail']), input) }),
  'check-details': (input) => {
    const states = detailStatesOf(input['signed'] as Signed);
    const details = DETAIL_ORDER.filter((name) => states[name] === 'altered');
    return details.length === 0 ? states : { error: 'altered-detail', details };
  },
};
