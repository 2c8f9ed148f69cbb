import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** NIST SP 800-63B, 3.1.1: length and what is known to be common, no rules about signs. */
const LEAST = 12;
export const MOST_LENGTH = 200;
/** What stands behind these does not make a password weaker; to look at it takes long. */
const JUDGED_LENGTH = 64;
/** Of 0 … 4: 3 is more than 10⁸ guesses. */
const LEAST_SCORE = 3;

export type PasswordFault = 'too-short' | 'easy-to-guess';

let judge: ZxcvbnFactory | undefined;

/** One text, however it was typed: composed, as in NIST SP 800-63B, 3.1.1.2. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * What is wrong with a password that somebody chose; null: nothing. What they are called is as good as
 * known.
 */
export const judgePassword = (password: string, names: readonly string[]): PasswordFault | null => {
  const text = normalPassword(password);
  if ([...text].length < LEAST) return 'too-short';
  judge ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const { score } = judge.check(text.slice(0, JUDGED_LENGTH), ['kerbside', ...names]);
  return score < LEAST_SCORE ? 'easy-to-guess' : null;
};
