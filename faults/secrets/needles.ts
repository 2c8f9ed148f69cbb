/** Something that must be nowhere: a code, a key, a name. */
export type Canary = {
  /** What it is, without saying it. */
  readonly name: string;
  readonly kind: 'code' | 'key' | 'person';
  readonly bytes: Uint8Array;
};

/** One form in which a canary could be found. */
export type Needle = {
  readonly canary: Canary;
  readonly form: string;
  readonly bytes: Buffer;
};

const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/**
 * The characters of base64 that are the canary's alone, whatever stands before and after it: at
 * each of the three places in which it can begin, without the characters that it shares.
 */
const base64Forms = (bytes: Uint8Array, alphabet: 'base64' | 'base64url'): Buffer[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(alphabet).replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(first, last), 'latin1');
  });

const jsonEscaped = (text: string): string =>
  [...text].map((character) => escaped(character)).join('');
const escaped = (character: string): string =>
  /[ -~]/.test(character)
    ? character
    : [...Array(character.length).keys()]
        .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
        .join('');

const textForms = (bytes: Uint8Array): (readonly [string, Buffer])[] => {
  const text = decode(bytes);
  return [
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['lower case', Buffer.from(text.toLowerCase())],
    ['json-escaped', Buffer.from(jsonEscaped(text))],
    ['percent-encoded', Buffer.from(encodeURIComponent(text))],
  ];
};

/** Every form of a canary, each once. */
export const needlesOf = (canary: Canary): Needle[] => {
  const { bytes, kind } = canary;
  const hex = Buffer.from(bytes).toString('hex');
  const forms: (readonly [string, Buffer])[] = [
    ['raw', Buffer.from(bytes)],
    ['hex', Buffer.from(hex)],
    ['hex in capitals', Buffer.from(hex.toUpperCase())],
    ...base64Forms(bytes, 'base64').map((form) => ['base64', form] as const),
    ...base64Forms(bytes, 'base64url').map((form) => ['base64url', form] as const),
    ...(kind === 'key' ? [] : textForms(bytes)),
  ];
  const seen = new Set<string>();
  return forms.flatMap(([form, found]) => {
    const key = found.toString('hex');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ canary, form, bytes: found }];
  });
};
