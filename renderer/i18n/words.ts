import type { ExceptionOutcome, Recipient } from '../../shared/protocol/outcome.ts';
import type { Refusal } from '../../shared/protocol/verdict.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Language } from '../../shared/terminal/settings/settings.ts';
import type { SignInRefusal } from '../../shared/terminal/sign-in.ts';
import type { en } from './en.ts';
import type { Forms, SameKeys } from './word-forms.ts';

export type { Language };

/** Every problem says what happened, and what to do next; every refusal has a title. */
type Complete = {
  readonly outcome: { readonly [O in ExceptionOutcome]: string };
  readonly signIn: {
    readonly refused: { readonly [R in Exclude<SignInRefusal['reason'], 'not-recorded'>]: string };
  };
  readonly recipient: { readonly [R in Recipient['to']]: string };
  readonly problem: { readonly [C in ProblemCode]: { what: string; next: string } };
  readonly verdict: { readonly refused: { readonly [R in Refusal['reason']]: { title: string } } };
};

/** All the words of one language, with the keys of the English ones and its own plural forms. */
export type Words<L extends Language> = SameKeys<typeof en, Forms[L]> & Complete;
