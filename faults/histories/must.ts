import { isDeepStrictEqual } from 'node:util';
import type { Findings } from '../campaign.ts';

export type Kind = keyof Omit<Findings, 'runs'>;

/** What ends a history: the terminal did what the model does not have. */
export class Wrong extends Error {
  readonly kind: Kind;
  constructor(kind: Kind, what: string) {
    super(what);
    this.kind = kind;
  }
}

export const wrong = (kind: Kind, what: string, ...facts: readonly unknown[]): never => {
  throw new Wrong(kind, [what, ...facts.map((fact) => JSON.stringify(fact))].join(' '));
};
export const must = (holds: boolean, what: string, kind: Kind = 'undetected'): void => {
  if (!holds) wrong(kind, what);
};
export const same = (
  found: unknown,
  expected: unknown,
  what: string,
  kind: Kind = 'undetected',
): void => {
  if (!isDeepStrictEqual(found, expected)) wrong(kind, `${what}: found, expected`, found, expected);
};
