import dictionary from './syntax-dictionary.json' with { type: 'json' };

/** One part of a value. `checked`: its last digit is a check digit. */
type Part = {
  /** The dictionary's letter for its characters. */
  readonly set: string;
  readonly characters: RegExp;
  readonly shortest: number;
  readonly longest: number;
  readonly optional: boolean;
  readonly checked: boolean;
};

/** An application identifier and the form of its value. */
export type Identifier = {
  readonly ai: string;
  /** Characters of a value whose length the identifier alone tells; null: a separator ends it. */
  readonly predefined: number | null;
  readonly parts: readonly Part[];
  /** The orders of qualifiers that a Digital Link may have behind it; null: it is no key of one. */
  readonly qualifiers: readonly (readonly string[])[] | null;
};

/** Digits, GS1's character sets 82 and 39, and base64url. */
const CHARACTERS: Readonly<Record<string, RegExp>> = {
  N: /^[0-9]+$/,
  X: /^[!"%-?A-Z_a-z]+$/,
  Y: /^[#\-/0-9A-Z]+$/,
  Z: /^[-0-9A-Z_a-z]+$/,
};

const PART = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)$/;

const readPart = (text: string): Part => {
  const [, open, set = '', range, digits, tests = ''] = PART.exec(text) ?? [];
  const characters = CHARACTERS[set];
  if (characters === undefined) throw new Error(`"${text}" is no form of a value`);
  const longest = Number(digits);
  const shortest = range ? 1 : longest;
  const checked = tests.split(',').includes('csum');
  return { set, characters, shortest, longest, optional: open === '[', checked };
};

/** `dlpkey` → [], `dlpkey=22,10,21|235` → [22, 10, 21] or [235]. */
const readQualifiers = (attributes: readonly string[]): Identifier['qualifiers'] => {
  const key = attributes.find((attribute) => /^dlpkey(=|$)/.test(attribute));
  if (key === undefined) return null;
  const [, orders] = key.split('=');
  return orders === undefined ? [] : orders.split('|').map((order) => order.split(','));
};

/** `91-99` → 91, 92, … 99. */
const expand = (identifiers: string): readonly string[] => {
  const [first = '', last = first] = identifiers.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) =>
    `${Number(first) + i}`.padStart(first.length, '0'),
  );
};

/** `01 *? N14,csum,keyoff1 ex=255 dlpkey=22,10,21|235 # GTIN`: identifiers, flags, parts, attributes. */
const readEntry = (entry: string): readonly Identifier[] => {
  const [identifiers = '', ...words] = (entry.split(' #')[0] ?? '').split(' ');
  const flags = /^[^\w[]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : '';
  const parts = words.filter((word) => PART.test(word)).map(readPart);
  const sum = parts.reduce((length, { longest }) => length + longest, 0);
  const predefined = flags.includes('*') ? sum : null;
  const qualifiers = readQualifiers(words);
  return expand(identifiers).map((ai) => ({ ai, predefined, parts, qualifiers }));
};

const IDENTIFIERS: ReadonlyMap<string, Identifier> = new Map(
  dictionary.entries.flatMap(readEntry).map((identifier) => [identifier.ai, identifier]),
);

/** The identifier of just this name, or undefined. */
export const identifierOf = (ai: string): Identifier | undefined => IDENTIFIERS.get(ai);

/** The identifier that the text has from a place on: no identifier is the beginning of another. */
export const identifierAt = (text: string, at: number): Identifier | undefined => {
  for (let length = 2; length <= 4; length++) {
    const found = IDENTIFIERS.get(text.slice(at, at + length));
    if (found !== undefined) return found;
  }
  return undefined;
};
