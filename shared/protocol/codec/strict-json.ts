import { utf8 } from '@scure/base';
import { err, ok, type Result } from '../../result.ts';

/**
 * `not-utf-8`: the bytes are no UTF-8. `byte-order-mark`: there is one in front. `not-json`: the
 * text is not JSON (RFC 8259). `member-twice`: an object has one name twice, and two readers could
 * take two values for it.
 */
export type JsonProblem = 'not-utf-8' | 'byte-order-mark' | 'not-json' | 'member-twice';

/** A byte order mark in UTF-8. */
const MARK = [0xef, 0xbb, 0xbf];
/** What stands between a name and its value. */
const COLON = /[\t\n\r ]*:/y;

/** Where the string ends whose first quotation mark is at `from`, in a text that is JSON. */
const endOfString = (text: string, from: number): number => {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

/** Whether an object of a text that is JSON has a name twice, however the name is written. */
const hasMemberTwice = (text: string): boolean => {
  /** The names of each object that is open, innermost last; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const token = text[at];
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === '"') {
      const end = endOfString(text, at);
      COLON.lastIndex = end + 1;
      if (COLON.test(text)) {
        const string = text.slice(at, end + 1);
        const names = open.at(-1);
        const name: string = string.includes('\\') ? JSON.parse(string) : string.slice(1, -1);
        if (names?.has(name)) return true;
        names?.add(name);
      }
      at = end;
    }
  }
  return false;
};

/**
 * Reads JSON as the protocol has it: UTF-8 without a mark in front, and every member once. What
 * the value must look like is for a schema to say.
 */
export const readStrictJson = (bytes: Uint8Array): Result<unknown, JsonProblem> => {
  // By its bytes: a decoder may take it off unseen.
  if (MARK.every((byte, i) => bytes[i] === byte)) return err('byte-order-mark');
  let text: string;
  try {
    text = utf8.encode(bytes);
  } catch {
    return err('not-utf-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('not-json');
  }
  return hasMemberTwice(text) ? err('member-twice') : ok(value);
};
