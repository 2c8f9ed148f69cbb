import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readElementString, SEPARATOR } from './element-string.ts';

/** `|` stands for a separator. */
const parse = (text: string) => {
  const { elements, problems } = readElementString(text.replaceAll('|', SEPARATOR));
  const [problem] = problems;
  return problem ?? Object.fromEntries(elements);
};

test.each([
  ['an SSCC', '00340123450000000017', { '00': '340123450000000017' }],
  [
    'values of predefined length, one after the other',
    '0109506000134352172612313103001750',
    { '01': '09506000134352', '17': '261231', '3103': '001750' },
  ],
  [
    'a separator after a value of any length, none at the end',
    '0109506000134352211234|10ABC',
    { '01': '09506000134352', '21': '1234', '10': 'ABC' },
  ],
  ['FNC1 in front and a separator at the end', '|421276123|', { '421': '276123' }],
  [
    'a separator where none is needed',
    '00340123450000000017|4104012345000009',
    { '00': '340123450000000017', '410': '4012345000009' },
  ],
  [
    'a parcel with its address',
    '003401234500000000174300Kurier+GmbH|4303c%2Fo|4307DE|43221|4330001800-',
    {
      '00': '340123450000000017',
      '4300': 'Kurier+GmbH',
      '4303': 'c%2Fo',
      '4307': 'DE',
      '4322': '1',
      '4330': '001800-',
    },
  ],
  ['a GRAI without its serial number', '800304012345000009', { '8003': '04012345000009' }],
  ['a GRAI with it', '800304012345000009A1', { '8003': '04012345000009A1' }],
  ['a part that is of character set 39', '80104012345#A/-9', { '8010': '4012345#A/-9' }],
  ['90 characters of a company', `91${'x'.repeat(90)}`, { '91': 'x'.repeat(90) }],
  ['one identifier twice, with one value', '10A|10A', { '10': 'A' }],
])('reads %s', (_name, text, elements) => {
  expect(parse(text)).toEqual(elements);
});

test.each([
  ['nothing', '', 'empty'],
  ['a separator alone', '|', 'empty'],
  ['an identifier that nobody gave out', '05123', 'unknown-identifier'],
  ['measures with six decimals', '3106001750', 'unknown-identifier'],
  ['letters', 'JD014600003828392837', 'no-identifier'],
  ['two separators', '10A||21B', 'no-identifier'],
  ['an SSCC that ends too soon', '0034012345000000001', 'wrong-length'],
  ['an SSCC that goes on', '003401234500000000170', 'no-identifier'],
  ['an identifier without a value', '10', 'wrong-length'],
  ['21 characters of a batch', `10${'A'.repeat(21)}`, 'wrong-length'],
  ['a count of nine digits', '30123456789', 'wrong-length'],
  ['a consignment without the separator that it needs', '40240123451234567894001', 'wrong-length'],
  ['an SSCC with a letter', '0034012345000000001A', 'wrong-character'],
  ['an SSCC across a separator', '0034012345|000000017', 'wrong-character'],
  ['a character outside set 82', '10A#B', 'wrong-character'],
  ['a small letter outside set 39', '80104012345a', 'wrong-character'],
  ['another script', '10é', 'wrong-character'],
  ['an SSCC', '00340123450000000018', 'wrong-check-digit'],
  ['a GTIN', '0109506000134353', 'wrong-check-digit'],
  ['a GLN', '4104012345000008', 'wrong-check-digit'],
  ['a GSIN', '40240123451234567895', 'wrong-check-digit'],
  ['a GRAI', '800304012345000008A1', 'wrong-check-digit'],
  ['a GSRN', '8018340123450000000018', 'wrong-check-digit'],
  ['one identifier with two values', '10A|10B', 'contradiction'],
])('refuses %s: %s', (_name, text, problem) => {
  expect(parse(text)).toBe(problem);
});

test.each([
  ['a newer identifier', '9999X|00340123450000000017'],
  ['a newer identifier behind it', '003401234500000000177999PX'],
  ['letters behind it', '00340123450000000017PX'],
  ['a value of the wrong form behind it', '00340123450000000017410401234500000'],
  ['a place whose check digit is wrong before it', '410401234500000800340123450000000017'],
  [
    'a value without its separator behind it',
    '003401234500000000174031234567890123456789012345678901234',
  ],
  ["another parcel's number behind it", '0034012345000000001700340123450000000024'],
])('an SSCC stands, with %s (L1)', (_name, text) => {
  const { elements } = readElementString(text.replaceAll('|', SEPARATOR));
  expect(elements.get('00')).toBe('340123450000000017');
});

test("behind an SSCC whose check digit is wrong no other parcel's is read", () => {
  const { elements } = readElementString('0034012345000000001800340123450000000024');
  expect(elements.get('00')).toBeUndefined();
});

test('what is put together by the rules comes apart as it was', () => {
  const batch = fc.stringMatching(/^[!"%-?A-Z_a-z]{1,20}$/);
  const element = fc.oneof(
    batch.map((value) => ['10', value] as const),
    batch.map((value) => ['21', value] as const),
    fc.stringMatching(/^[0-9]{6}$/).map((value) => ['3302', value] as const),
    fc.stringMatching(/^[0-9]{1,8}$/).map((value) => ['37', value] as const),
    fc.constant(['00', '340123450000000017'] as const),
  );
  const elements = fc.uniqueArray(element, { minLength: 1, selector: ([ai]) => ai });
  fc.assert(
    fc.property(elements, (some) => {
      const text = some.map(([ai, value]) => `${ai}${value}|`).join('');
      expect(parse(text)).toEqual(Object.fromEntries(some));
    }),
  );
});

test('any text at all is elements or a problem', () => {
  const pieces = fc.constantFrom('00', '01', '10', '30', '91', '8003', '7', 'A', '|');
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 60 }).map((some) => some.join('')),
  );
  fc.assert(fc.property(text, (some) => parse(some) !== undefined));
});

test('a megabyte is read once', () => {
  expect(parse('10A|'.repeat(250_000))).toEqual({ '10': 'A' });
  expect(parse('X|'.repeat(500_000))).toBe('no-identifier');
  expect(parse('91'.repeat(500_000))).toBe('wrong-length');
});
