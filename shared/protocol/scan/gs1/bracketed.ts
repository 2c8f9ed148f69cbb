import { identifierAt } from './application-identifiers.ts';
import { type ElementString, readElementString, SEPARATOR } from './element-string.ts';

const BRACKETED = /^\s*(?:\(\d{2,4}\)[^()]+)+$/;
const ELEMENT = /\((\d{2,4})\)([^()]+)/g;

/** What is printed under a GS1 symbol, as its element string; null if the text is nothing such. */
export type Bracketed = ElementString & {
  /** Identifiers and values, without brackets, blanks and separators. */
  readonly plain: string;
};

/**
 * Reads elements as people read them: `(00)340987650000000509`, `(00) 3 4098765 000000050 9`,
 * `(01)09506000134352(21)7`. The brackets are no part of the symbol, nor are blanks.
 */
export const readBracketed = (text: string): Bracketed | null => {
  if (!BRACKETED.test(text)) return null;
  const elements = [...text.replace(/\s/g, '').matchAll(ELEMENT)];
  // Brackets around more or fewer digits than the identifier has say something else.
  const areIdentifiers = elements.every(([, ai = '', value = '']) => {
    const found = identifierAt(ai + value, 0);
    return found === undefined || found.ai === ai;
  });
  if (!areIdentifiers) return null;
  const pairs = elements.map(([, ai = '', value = '']) => ai + value);
  return { ...readElementString(pairs.join(SEPARATOR)), plain: pairs.join('') };
};
