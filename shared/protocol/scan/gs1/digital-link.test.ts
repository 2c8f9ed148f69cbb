import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDigitalLink } from './digital-link.ts';

const parse = (text: string) => {
  const elements = parseDigitalLink(text);
  return elements.ok ? Object.fromEntries(elements.value) : elements.error;
};
const SSCC = '340123450000000017';
const GTIN = '09506000134352';

test.each([
  ['an SSCC', `https://id.gs1.org/00/${SSCC}`, { '00': SSCC }],
  ['capitals, another host, a port', `HTTPS://CARRIER.EXAMPLE:8443/00/${SSCC}`, { '00': SSCC }],
  ['a path before it', `http://a.example/track/de/00/${SSCC}#top`, { '00': SSCC }],
  [
    'qualifiers in their order',
    `https://a.example/01/${GTIN}/10/L%2F1/21/12%2e`,
    { '01': GTIN, '10': 'L/1', '21': '12.' },
  ],
  [
    'attributes, and what else stands in a query',
    `https://a.example/00/${SSCC}?3302=000195;linkType=all&lang&410=4012345000009`,
    { '00': SSCC, '3302': '000195', '410': '4012345000009' },
  ],
  ['the last key', `https://a.example/01/${GTIN}/00/${SSCC}`, { '00': SSCC }],
  ['a key as a value', `https://a.example/01/${GTIN}/21/00`, { '01': GTIN, '21': '00' }],
])('reads %s', (_name, text, elements) => {
  expect(parse(text)).toEqual(elements);
});

test.each([
  ['another scheme', `ftp://a.example/00/${SSCC}`, 'not-a-digital-link'],
  ['no scheme', `a.example/00/${SSCC}`, 'not-a-digital-link'],
  ['no host', `https:///00/${SSCC}`, 'not-a-digital-link'],
  ['no path', 'https://a.example', 'not-a-digital-link'],
  ['no key', 'https://a.example/track/JD0146', 'not-a-digital-link'],
  ['a key in the query', `https://a.example/track?00=${SSCC}`, 'not-a-digital-link'],
  ['a key without a value', 'https://a.example/00', 'not-a-digital-link'],
  ['a day that looks like a GTIN', 'https://a.example/01/20261231', 'not-a-digital-link'],
  ['17 digits for an SSCC', 'https://a.example/00/34012345000000001', 'not-a-digital-link'],
  ['a blank', `https://a.example/a b/00/${SSCC}`, 'not-a-digital-link'],
  ['an SSCC', 'https://a.example/00/340123450000000018', 'wrong-check-digit'],
  ['a GTIN', `https://a.example/01/09506000134353/21/7`, 'wrong-check-digit'],
  ['an attribute', `https://a.example/01/${GTIN}?410=4012345000008`, 'wrong-check-digit'],
  ['a qualifier of another key', `https://a.example/01/${GTIN}/7040/7`, 'wrong-qualifier'],
  ['a number that is no identifier', `https://a.example/01/${GTIN}?05=1`, 'unknown-identifier'],
  ['qualifiers out of order', `https://a.example/01/${GTIN}/21/7/10/A`, 'wrong-qualifier'],
  ['half a percent code', `https://a.example/01/${GTIN}/21/7%2`, 'wrong-percent-encoding'],
  ['an encoded blank', `https://a.example/01/${GTIN}/21/7%20`, 'wrong-character'],
  ['a qualifier without a value', `https://a.example/01/${GTIN}/21/`, 'wrong-length'],
  ['two values', `https://a.example/01/${GTIN}/21/7?21=8`, 'contradiction'],
])('refuses %s: %s', (_name, text, problem) => {
  expect(parse(text)).toBe(problem);
});

test.each([
  ['a slash', `/00/${SSCC}/`],
  ['a newer attribute', `/00/${SSCC}?7999=PX`],
  ['an attribute whose check digit is wrong', `/00/${SSCC}?410=4012345000008`],
  ['a newer qualifier', `/00/${SSCC}/7041/PX`],
  ['a page of the carrier', `/00/${SSCC}/map`],
])('an SSCC stands in a link, with %s behind it (L1)', (_name, rest) => {
  expect(parse(`https://a.example${rest}`)).toEqual({ '00': SSCC });
});

test('any text at all is elements or a problem', () => {
  const pieces = ['/00', '/01/', '/', '%', '?', '&1=', '=', '%2f', '#', `/00/${SSCC}`];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...pieces)).map((some) => `https://a${some.join('')}`),
  );
  fc.assert(fc.property(text, (some) => parse(some) !== undefined));
});

test('a megabyte is read once', () => {
  expect(parse(`https://a${'/00'.repeat(300_000)}`)).toBe('not-a-digital-link');
  expect(parse(`https://a/01/${GTIN}${'?1=1&'.repeat(200_000)}`)).toBe('unknown-identifier');
});
