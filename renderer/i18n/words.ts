import type { ExceptionOutcome, Recipient } from '../../shared/outcome.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Refusal } from '../../shared/verdict.ts';
import type { en } from './en.ts';

type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

/** Every problem says what happened, and what to do next; every refusal has a title. */
type Complete = {
  readonly outcome: { readonly [O in ExceptionOutcome]: string };
  readonly recipient: { readonly [R in Recipient['to']]: string };
  readonly problem: { readonly [C in ProblemCode]: { what: string; next: string } };
  readonly verdict: { readonly refused: { readonly [R in Refusal['reason']]: { title: string } } };
};

/** All the words of one language, with the keys of the English ones. */
export type Words = SameKeys<typeof en> & Complete;
