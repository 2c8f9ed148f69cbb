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

const isName = (text: string, end: number): boolean => {
  if (text[end + 1] === ':') return true;
  COLON.lastIndex = end + 1;
  return COLON.test(text);
};

/** Where the next escape is; beyond the text, if there is none. */
const nextEscape = (text: string, from: number): number => {
  const at = text.indexOf('\\', from);
  return at === -1 ? text.length : at;
};

/** How many members a text writes that is JSON; null if a name of one is written with an escape. */
const countWritten = (text: string): number | null => {
  let members = 0;
  let escaped = nextEscape(text, 0);
  for (let from = text.indexOf('"'); from !== -1; ) {
    let end = text.indexOf('"', from + 1);
    const isPlain = escaped > end;
    if (!isPlain) {
      end = endOfString(text, from);
      escaped = nextEscape(text, end);
    }
    if (isName(text, end)) {
      if (!isPlain) return null;
      members++;
    }
    from = text.indexOf('"', end + 1);
  }
  return members;
};

/** How many members all objects of a value have. */
const countKept = (value: unknown): number => {
  let members = 0;
  /** What is still to be looked into: in a list, no depth is too great. */
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    const inside: readonly unknown[] = Object.values(one);
    if (!Array.isArray(one)) members += inside.length;
    for (const child of inside) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return members;
};

/** Whether an object of a text that is JSON has a name twice, however the name is written. */
const hasNameTwice = (text: string): boolean => {
  /** The names of each object that is open, innermost last; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const token = text[at];
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === '"') {
      const end = endOfString(text, at);
      if (isName(text, end)) {
        const names = open.at(-1);
        const name: string = JSON.parse(text.slice(at, end + 1));
        if (names?.has(name)) return true;
        names?.add(name);
      }
      at = end;
    }
  }
  return false;
};

/**
 * Whether an object has a name twice, of a text and of what was parsed of it. Of two members with one
 * name a parser keeps one, so the text writes more than the value has. But the V8 of Node.js 24 may take
 * a name with an escape for another one (`{"b":1,"\u0062":2}` after `{"b":1,"\\":2}`): such names, which
 * no terminal and no central writes, are compared one by one.
 */
const hasMemberTwice = (text: string, value: unknown): boolean => {
  const written = countWritten(text);
  return written === null ? hasNameTwice(text) : written !== countKept(value);
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
  return hasMemberTwice(text, value) ? err('member-twice') : ok(value);
};
