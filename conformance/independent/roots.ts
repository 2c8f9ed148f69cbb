import type { Input, Output, VectorFunction } from '../vector.ts';
import { fromB64url, labelled, verifies } from './primitives.ts';

const isSignedBy = (label: string, signed: Input, key: unknown): boolean =>
  verifies(fromB64url(key), labelled(label, signed['document']), fromB64url(signed['signature']));

const MEMBERS = ['from', 'next', 'number', 'version'].join();

const isStatement = (said: Input): boolean =>
  Object.keys(said).sort().join() === MEMBERS &&
  said['version'] === 1 &&
  Number(said['number']) >= 2 &&
  Number(said['number']) <= 65;

/** Where the statements lead to from a root, one after the other; or why they lead nowhere. */
export const walkRoots = (first: unknown, chain: readonly Input[]): unknown[] | string => {
  const path = [first];
  let last = 0;
  for (const signed of chain) {
    const here = path[path.length - 1];
    if (!isSignedBy('root', signed, here)) return 'bad-signature';
    const said = signed['document'] as Input;
    if (!isStatement(said) || said['from'] !== here) return 'bad-document';
    if (last !== 0 && said['number'] !== last + 1) return 'bad-order';
    if (path.includes(said['next'])) return 'loop';
    last = Number(said['number']);
    path.push(said['next']);
  }
  return path;
};

const firstOf = (chain: readonly Input[]): unknown =>
  (chain[0]?.['document'] as Input | undefined)?.['from'];

/** Every root by which somebody can know what a file shows; null where its statements lead elsewhere. */
export const knownBy = (shown: Input): unknown[] | null => {
  const chain = (shown['roots'] ?? []) as Input[];
  if (chain.length === 0) return [shown['root']];
  const path = walkRoots(firstOf(chain), chain);
  return typeof path !== 'string' && path[path.length - 1] === shown['root'] ? path : null;
};

/** When a root issued a list, by its signature alone; null: it did not. */
const issued = (root: unknown, list: Input): number | null =>
  isSignedBy('keys', list, root) ? Number((list['document'] as Input)['issued']) : null;

const takeTrust = (input: Input): Output => {
  const { root, had, given, givenRoots } = input;
  const before = (input['roots'] ?? []) as Input[];
  const own = issued(root, had as Input);
  const kept = { root, statements: before.length, issued: own };
  if (givenRoots === undefined && given === undefined) return kept;
  if (given === undefined) return { error: 'bad-document' };
  const chain = [...before, ...((givenRoots ?? []) as Input[])];
  const path = walkRoots(before.length === 0 ? root : firstOf(before), chain);
  if (typeof path === 'string') return { error: path };
  const now = path[path.length - 1];
  const then = issued(now, given as Input);
  if (then === null) return { error: 'bad-signature' };
  const isLater = own === null || then > own || (givenRoots !== undefined && then === own);
  return isLater ? { root: now, statements: chain.length, issued: then } : kept;
};

/** Roots once more: the path that statements make, then what the list at its end says. */
export const ROOTS: Readonly<Record<string, VectorFunction>> = {
  'follow-roots': (input) => {
    const roots = walkRoots(input['first'], input['roots'] as Input[]);
    return typeof roots === 'string' ? { error: roots } : { roots };
  },
  'take-trust': takeTrust,
};
