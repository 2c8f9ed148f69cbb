import { identifierAt } from './application-identifiers.ts';
import { type Gs1Elements, type Gs1Problem, SSCC } from './elements.ts';
import { takeElement } from './take-element.ts';

/** The separator (FNC1) as scanners send it: the control character GS. */
export const SEPARATOR = '\x1d';

/** What an element string says, and what is wrong in it. */
export type ElementString = {
  /** Every element that is right; of one that stands twice the first. */
  readonly elements: Gs1Elements;
  /** Empty: all of it is elements. */
  readonly problems: ReadonlySet<Gs1Problem>;
};

/**
 * Reads element strings (GS1 General Specifications, 7.8): identifier and value, one after the
 * other. A value without a predefined length ends at a separator or at the end. A separator after
 * a value that needs none is taken, and so is FNC1 in front, which some scanners send.
 *
 * What is wrong spoils nothing else: after a value of a wrong form the next element is read, after
 * an unknown identifier the next one behind a separator. Only an SSCC whose check digit is wrong
 * ends it, so that no other parcel is read out of its symbol.
 */
export const readElementString = (text: string): ElementString => {
  const elements = new Map<string, string>();
  const problems = new Set<Gs1Problem>();
  let at = text.startsWith(SEPARATOR) ? 1 : 0;
  if (at === text.length) problems.add('empty');
  const endFrom = (start: number): number => {
    const separator = text.indexOf(SEPARATOR, start);
    return separator === -1 ? text.length : separator;
  };
  while (at < text.length) {
    const identifier = identifierAt(text, at);
    if (identifier === undefined) {
      problems.add(/^\d\d/.test(text.slice(at, at + 2)) ? 'unknown-identifier' : 'no-identifier');
      at = endFrom(at) + 1;
      continue;
    }
    const { ai, predefined } = identifier;
    const start = at + ai.length;
    const end = predefined === null ? endFrom(start) : Math.min(start + predefined, text.length);
    const problem = takeElement(elements, identifier, text.slice(start, end));
    if (problem !== null) problems.add(problem);
    if (problem === 'wrong-check-digit' && ai === SSCC && !elements.has(SSCC)) break;
    at = text[end] === SEPARATOR ? end + 1 : end;
  }
  return { elements, problems };
};
