/**
 * Application identifiers and the form of their values, from the GS1 General Specifications in the
 * notation of GS1's syntax dictionary. `*`: of predefined length, so that no separator follows.
 * `N` digits, `X` character set 82, `Y` character set 39; `N18` just so many, `X..20` one to so
 * many, `[…]` may be left out, `c` the last digit is a check digit. `[0-5]` in an identifier stands
 * for each digit from 0 to 5.
 */
const TABLE: readonly (readonly [identifiers: string, form: string])[] = [
  ['00', '*N18c'], // SSCC
  ['0[1-3]', '*N14c'], // GTIN; of contained items; made to order
  ['10', 'X..20'], // batch or lot
  ['1[1-3]', '*N6'], // dates
  ['1[5-7]', '*N6'],
  ['20', '*N2'], // variant
  ['2[1-2]', 'X..20'], // serial number; consumer product variant
  ['235', 'X..28'], // third party's serial number
  ['24[0-1]', 'X..30'], // additional identification; customer's part number
  ['242', 'N..6'], // made-to-order variation
  ['243', 'X..20'], // packaging component
  ['25[0-1]', 'X..30'], // secondary serial number; source
  ['253', 'N13c [X..17]'], // GDTI
  ['254', 'X..20'], // extension of a GLN
  ['255', 'N13c [N..12]'], // GCN
  ['30', 'N..8'], // count
  ['31[0-6][0-5]', '*N6'], // weights and measures
  ['32[0-9][0-5]', '*N6'],
  ['33[0-7][0-5]', '*N6'],
  ['34[0-9][0-5]', '*N6'],
  ['35[0-7][0-5]', '*N6'],
  ['36[0-9][0-5]', '*N6'],
  ['37', 'N..8'], // count of contained items
  ['390[0-9]', 'N..15'], // amounts and prices
  ['391[0-9]', 'N3 N..15'],
  ['392[0-9]', 'N..15'],
  ['393[0-9]', 'N3 N..15'],
  ['394[0-3]', 'N4'],
  ['395[0-5]', 'N6'],
  ['40[0-1]', 'X..30'], // order number; GINC
  ['402', 'N17c'], // GSIN
  ['403', 'X..30'], // routing code
  ['41[0-7]', '*N13c'], // GLN: ship to, bill to, …
  ['420', 'X..20'], // ship to: postal code
  ['421', 'N3 X..9'], // the same, with its country
  ['422', 'N3'], // countries of origin and processing
  ['423', 'N..15'],
  ['424', 'N3'],
  ['425', 'N..15'],
  ['426', 'N3'],
  ['427', 'X..3'],
  ['430[0-1]', 'X..35'], // ship to: company, name
  ['430[2-6]', 'X..70'], // ship to: address
  ['4307', 'X2'],
  ['4308', 'X..30'],
  ['4309', 'N20'], // ship to: latitude and longitude
  ['431[0-1]', 'X..35'], // return to, alike
  ['431[2-6]', 'X..70'],
  ['4317', 'X2'],
  ['4318', 'X..20'],
  ['4319', 'X..30'],
  ['4320', 'X..35'], // service
  ['432[1-3]', 'N1'], // dangerous goods; authority to leave; signature required
  ['432[4-5]', 'N10'], // not before, not after
  ['4326', 'N6'], // release date
  ['433[0-3]', 'N6 [X1]'], // temperatures
  ['7001', 'N13'],
  ['7002', 'X..30'],
  ['7003', 'N10'],
  ['7004', 'N..4'],
  ['7005', 'X..12'],
  ['7006', 'N6'],
  ['7007', 'N6 [N6]'],
  ['7008', 'X..3'],
  ['7009', 'X..10'],
  ['7010', 'X..2'],
  ['7011', 'N6 [N4]'],
  ['702[0-2]', 'X..20'],
  ['7023', 'X..30'],
  ['703[0-9]', 'N3 X..27'],
  ['7040', 'N1 X3'],
  ['71[0-5]', 'X..20'],
  ['723[0-9]', 'X2 X..28'],
  ['7240', 'X..20'],
  ['7241', 'N2'],
  ['7242', 'X..25'],
  ['8001', 'N14'],
  ['8002', 'X..20'],
  ['8003', 'N14c [X..16]'], // GRAI: a zero before a GTIN-13
  ['8004', 'X..30'], // GIAI
  ['8005', 'N6'],
  ['8006', 'N14c N4'], // ITIP
  ['8007', 'X..34'], // IBAN
  ['8008', 'N8 [N..4]'],
  ['8009', 'X..50'],
  ['8010', 'Y..30'], // CPID
  ['8011', 'N..12'],
  ['8012', 'X..20'],
  ['8013', 'X..25'], // GMN
  ['801[7-8]', 'N18c'], // GSRN
  ['8019', 'N..10'],
  ['8020', 'X..25'], // payment slip
  ['8026', 'N14c N4'],
  ['8030', 'X..90'],
  ['8110', 'X..70'],
  ['8111', 'N4'],
  ['8112', 'X..70'],
  ['8200', 'X..70'],
  ['90', 'X..30'], // agreed between partners, or a company's own
  ['9[1-9]', 'X..90'],
];

/** One part of a value. `checked`: its last digit is a check digit. */
type Part = {
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
};

const CHARACTERS: Readonly<Record<string, RegExp>> = {
  N: /^[0-9]+$/,
  X: /^[!"%-?A-Z_a-z]+$/,
  Y: /^[#\-/0-9A-Z]+$/,
};

const readPart = (text: string): Part => {
  const [, open, set = '', range, digits, check] =
    /^(\[?)([NXY])(\.\.)?(\d+)(c?)\]?$/.exec(text) ?? [];
  const characters = CHARACTERS[set];
  if (characters === undefined) throw new Error(`"${text}" is no form of a value`);
  const longest = Number(digits);
  const shortest = range ? 1 : longest;
  return { characters, shortest, longest, optional: open === '[', checked: check === 'c' };
};

/** `9[1-9]` → 91 to 99. */
const expand = (identifiers: string): string[] => {
  const [range, first, last] = /\[(\d)-(\d)\]/.exec(identifiers) ?? [];
  if (range === undefined) return [identifiers];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) =>
    expand(identifiers.replace(range, String(Number(first) + i))),
  ).flat();
};

const IDENTIFIERS: ReadonlyMap<string, Identifier> = new Map(
  TABLE.flatMap(([identifiers, form]) => {
    const isPredefined = form.startsWith('*');
    const parts = (isPredefined ? form.slice(1) : form).split(' ').map(readPart);
    const predefined = isPredefined ? parts.reduce((sum, part) => sum + part.longest, 0) : null;
    return expand(identifiers).map((ai) => [ai, { ai, predefined, parts }]);
  }),
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
