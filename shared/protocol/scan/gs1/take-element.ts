import type { Identifier } from './application-identifiers.ts';
import { hasCheckDigit } from './check-digit.ts';
import type { Gs1Problem } from './elements.ts';

/**
 * What is wrong with a value, or null. Its check digit is looked at when all else is right:
 * `wrong-check-digit` says that such a value was meant.
 */
export const problemOfValue = ({ parts }: Identifier, value: string): Gs1Problem | null => {
  let at = 0;
  let areCharactersRight = true;
  let areDigitsRight = true;
  for (const { characters, shortest, longest, optional, checked } of parts) {
    const text = value.slice(at, at + longest);
    if (text === '' && optional) continue;
    if (text.length < shortest) return 'wrong-length';
    areCharactersRight &&= characters.test(text);
    areDigitsRight &&= !checked || hasCheckDigit(text);
    at += text.length;
  }
  if (at < value.length) return 'wrong-length';
  if (!areCharactersRight) return 'wrong-character';
  return areDigitsRight ? null : 'wrong-check-digit';
};

/** Puts an element to the others, or says what is wrong with it. */
export const takeElement = (
  elements: Map<string, string>,
  identifier: Identifier,
  value: string,
): Gs1Problem | null => {
  const problem = problemOfValue(identifier, value);
  if (problem !== null) return problem;
  const { ai } = identifier;
  if ((elements.get(ai) ?? value) !== value) return 'contradiction';
  elements.set(ai, value);
  return null;
};
