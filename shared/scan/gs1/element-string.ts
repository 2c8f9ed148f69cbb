import { err, ok, type Result } from '../../result.ts';
import { identifierAt } from './application-identifiers.ts';
import type { Gs1Elements, Gs1Problem } from './elements.ts';
import { takeElement } from './take-element.ts';

/** The separator (FNC1) as scanners send it: the control character GS. */
export const SEPARATOR = '\x1d';

/**
 * Reads element strings (GS1 General Specifications, 7.8): identifier and value, one after the
 * other. A value without a predefined length ends at a separator or at the end. A separator after
 * a value that needs none is taken, and so is FNC1 in front, which some scanners send.
 */
export const parseElementString = (text: string): Result<Gs1Elements, Gs1Problem> => {
  const elements = new Map<string, string>();
  let at = text.startsWith(SEPARATOR) ? 1 : 0;
  while (at < text.length) {
    const identifier = identifierAt(text, at);
    if (identifier === undefined) return err('unknown-identifier');
    const { ai, predefined } = identifier;
    const start = at + ai.length;
    const separator = predefined === null ? text.indexOf(SEPARATOR, start) : start + predefined;
    const end = separator === -1 ? text.length : separator;
    const problem = takeElement(elements, identifier, text.slice(start, end));
    if (problem !== null) return err(problem);
    at = text[end] === SEPARATOR ? end + 1 : end;
  }
  return elements.size === 0 ? err('empty') : ok(elements);
};
