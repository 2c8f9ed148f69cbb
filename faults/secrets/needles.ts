/** What kind of secret something is: where it may be depends on it (`may-be.ts`). */
export type Kind =
  | 'code'
  | 'key'
  | 'operator-token'
  | 'enrolment-token'
  | 'customer'
  | 'address'
  | 'phone'
  /** What the depot says of a stop, and a number that it gives to the terminal. */
  | 'note'
  | 'given-phone';

/** Something that is looked for: a code, a key, a name. */
export type Canary = {
  /** What it is, without saying it. */
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Uint8Array;
  /** Whether people read and write it: then it has the forms of a text as well. */
  readonly isText: boolean;
};

/** One form in which a canary could be found. */
export type Needle = {
  readonly canary: Canary;
  readonly form: string;
  readonly bytes: Buffer;
};

/**
 * The characters of base64 that are the canary's alone, whatever stands before and after it: at
 * each of the three places in which it can begin, without the characters that it shares.
 */
const base64Forms = (bytes: Uint8Array, alphabet: 'base64' | 'base64url'): Buffer[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(alphabet)
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(first, last), 'latin1');
  });

const escaped = (character: string): string =>
  /[ -~]/.test(character)
    ? character
    : [...Array(character.length).keys()]
        .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
        .join('');

const textForms = (text: string): (readonly [string, Buffer])[] => [
  ['utf-16le', Buffer.from(text, 'utf16le')],
  ['lower case', Buffer.from(text.toLowerCase())],
  ['lower case utf-16le', Buffer.from(text.toLowerCase(), 'utf16le')],
  ['json-escaped', Buffer.from([...text].map(escaped).join(''))],
  ['percent-encoded', Buffer.from(encodeURIComponent(text))],
  // What JavaScript engines hold of a text whose characters all are Latin.
  ['latin-1', Buffer.from(text, 'latin1')],
  ['list of bytes', Buffer.from(Buffer.from(text).join(','))],
];

/** Every form of a canary, each once. */
export const needlesOf = (canary: Canary): Needle[] => {
  const { bytes, isText } = canary;
  const hex = Buffer.from(bytes).toString('hex');
  const forms: (readonly [string, Buffer])[] = [
    ['raw', Buffer.from(bytes)],
    ['hex', Buffer.from(hex)],
    ['hex in capitals', Buffer.from(hex.toUpperCase())],
    ...base64Forms(bytes, 'base64').map((form) => ['base64', form] as const),
    ...base64Forms(bytes, 'base64url').map((form) => ['base64url', form] as const),
    ...(isText ? textForms(Buffer.from(bytes).toString()) : []),
  ];
  const seen = new Set<string>();
  return forms.flatMap(([form, found]) => {
    const key = found.toString('hex');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ canary, form, bytes: found }];
  });
};
