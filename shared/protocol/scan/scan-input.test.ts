import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeDeliveryCode } from '../code/delivery-code.ts';
import { utf8 } from '../codec/bytes.ts';
import type { ParcelLabel } from '../ids.ts';
import { readScanInput } from './scan-input.ts';

const code = makeDeliveryCode(new Uint8Array(9).fill(9));
const codeText = String.fromCharCode(...code);
const read = (text: string) => readScanInput(utf8(text));

test('a bare code, a customer QR, a label and an enrolment code are told apart by form', () => {
  expect(read(codeText)).toEqual({ kind: 'code', delivery: null, code });
  expect(read(`KS1/4F7KQ2/${codeText}`)).toEqual({ kind: 'code', delivery: '4F7KQ2', code });
  expect(read('00340123450000000018')).toEqual({ kind: 'parcel', label: '340123450000000018' });
  expect(read('340123450000000018')).toEqual({ kind: 'parcel', label: '340123450000000018' });
  expect(read('JD014600003828392837')).toMatchObject({ kind: 'parcel' });
  expect(read('KE1/nothing')).toMatchObject({ kind: 'enrolment', enrolment: { ok: false } });
});

const GS1 = [']C1', ']e0', ']d2', ']Q3', ']J1'] as const;
const SSCC = '340123450000000017';
const readSymbol = (symbology: string | null, text: string) => readScanInput(utf8(text), symbology);

test.each(GS1)('%s with an SSCC is that parcel, whatever else it says', (symbology) => {
  const parcel = { kind: 'parcel', label: SSCC };
  expect(readSymbol(symbology, `00${SSCC}`)).toEqual(parcel);
  expect(readSymbol(symbology, `00${SSCC}330200019542010115`)).toEqual(parcel);
  expect(readSymbol(symbology, `42010115\x1d00${SSCC}`)).toEqual(parcel);
});

test('a wrong check digit behind an identifier of GS1 is unreadable, and no label', () => {
  expect(readSymbol(']C1', '00340123450000000018')).toEqual({ kind: 'unreadable' });
  expect(readSymbol(']d2', '010950600013435321A')).toEqual({ kind: 'unreadable' });
  expect(readSymbol(']Q1', 'https://a.example/00/340123450000000018')).toEqual({
    kind: 'unreadable',
  });
});

test("digits without that identifier may be a carrier's own label: as they stand", () => {
  for (const symbology of [null, ']C0', ']d1']) {
    expect(readSymbol(symbology, '00340123450000000018')).toMatchObject({
      label: '340123450000000018',
    });
    expect(readSymbol(symbology, '340123450000000018')).toMatchObject({
      label: '340123450000000018',
    });
  }
});

test('a GS1 symbol without an SSCC is its label as printed, without separators', () => {
  const label = '010950600013435221123410AB';
  expect(readSymbol(']d2', '0109506000134352211234\x1d10AB')).toEqual({ kind: 'parcel', label });
  expect(readSymbol(null, '\x1d0109506000134352211234\x1d10AB')).toEqual({ kind: 'parcel', label });
  expect(readSymbol(']d1', '0109506000134352211234\x1d10AB')).toEqual({ kind: 'parcel', label });
  expect(readSymbol(']C1', `91${'A'.repeat(47)}`)).toEqual({ kind: 'unreadable' });
});

test.each([
  [null, '7000000028 '],
  [']Q1', ' 7000000028'],
  [']A0', ' 7000000028  '],
] as const)('blanks around a label make no code of it, %s (L4)', (symbology, text) => {
  const label = '7000000028' as ParcelLabel;
  expect(readScanInput(utf8(text), symbology, () => [label])).toEqual({ kind: 'parcel', label });
});

test.each([
  ['between the start and the stop of a Code 39', ']A0', '*ORD-1000123*'],
  ['so, where no identifier came', null, '*ORD-1000123*'],
  ['with what a scanner puts around it', null, '\x01ORD-1000123\x04'],
])('a label of the route is that label, %s (L4)', (_name, symbology, text) => {
  const label = 'ORD-1000123' as ParcelLabel;
  expect(readScanInput(utf8(text), symbology, () => [label])).toEqual({ kind: 'parcel', label });
});

test.each([
  ['behind a newer identifier, without a separator', ']C1', '7999PX00340123450000000079'],
  ['behind a count, without one', ']C1', '0209506000134352371200340123450000000079'],
  ['where the separator has become text', ']C1', '42010115<GS>00340123450000000079'],
  ['where it has become other keys', null, '42010115\x1a\x1a\x1a00340123450000000079'],
  ['in front of a newer identifier, of nothing that says GS1', null, '003401234500000000797999PX'],
  ['in an address', ']Q1', 'https://a.example/t?00=1&p=00340123450000000079'],
  ['in more than a label is long', ']C1', `91${'A'.repeat(60)}00340123450000000079`],
])('the SSCC of a parcel of the route is found %s (L1)', (_name, symbology, text) => {
  const labels = () => ['340123450000000017', '340123450000000079'] as ParcelLabel[];
  const label = '340123450000000079';
  expect(readScanInput(utf8(text), symbology, labels)).toEqual({ kind: 'parcel', label });
  const others = () => ['340123450000000017'] as ParcelLabel[];
  expect(readScanInput(utf8(text), symbology, others)).not.toMatchObject({ label });
});

test('behind an SSCC that was misread no parcel of the route is found (L1)', () => {
  const labels = () => ['340123450000000017'] as ParcelLabel[];
  const text = utf8('0034012345000000007800340123450000000017');
  expect(readScanInput(text, ']C1', labels)).toEqual({ kind: 'unreadable' });
});

test('a symbol that breaks its own rules is read as any other text', () => {
  expect(readSymbol(']C1', 'JD014600003828392837')).toMatchObject({ kind: 'parcel' });
  expect(readSymbol(']C1', `KS1/4F7KQ2/${codeText}`)).toMatchObject({ kind: 'code' });
});

test.each([
  ['a newer identifier behind a separator', ']C1', '00340123450000000079\x1d7041PX'],
  ['a newer identifier', ']C1', '003401234500000000797041PX'],
  ['one that nobody has given out', ']d2', '003401234500000000797999A\x1d10B'],
  ['no identifier of a symbol, but a separator', null, '00340123450000000079\x1d7999PX'],
  ['brackets', ']C1', '(00)340123450000000079'],
  ['brackets and more', ']C0', '(00)340123450000000079(403)12(7999)X'],
  ['brackets and blanks', null, '(00) 3 4012345 000000007 9'],
  ['a variant and no word of GS1', null, '003401234500000000793302000195'],
  ['a batch and no word of GS1', ']d1', '0034012345000000007910ABC'],
  ['a separator in a plain symbol', ']C0', '00340123450000000079\x1d10A'],
  ['ECI', ']Q4', '0034012345000000007910A'],
])('an SSCC with %s is that parcel (L1, L3)', (_name, symbology, text) => {
  expect(readSymbol(symbology, text)).toEqual({ kind: 'parcel', label: '340123450000000079' });
});

test('a symbol of newer identifiers is its label as printed, and no code (L1)', () => {
  expect(readSymbol(']C1', '7999A1\x1d10B')).toEqual({ kind: 'parcel', label: '7999A110B' });
  expect(readSymbol(']d2', '0512345678')).toEqual({ kind: 'parcel', label: '0512345678' });
});

test('brackets say GS1: a wrong check digit in them is unreadable (L3)', () => {
  expect(read('(00)340123450000000078')).toEqual({ kind: 'unreadable' });
  expect(read('(01)09506000134352(21)7')).toMatchObject({ label: '0109506000134352217' });
  expect(read('(12)345')).toMatchObject({ label: '(12)345' });
});

test.each([']C0', ']A0', ']E0', ']F0', ']G0', ']I0', ']e0', ']X0'])(
  "ten characters in a linear %s are never a customer's code, but a label (D8)",
  (symbology) => {
    const label = '7000000028';
    expect(read(label)).toMatchObject({ kind: 'code' });
    expect(readSymbol(symbology, label)).toEqual({ kind: 'parcel', label });
    expect(readSymbol(symbology, codeText)).toEqual({ kind: 'parcel', label: codeText });
  },
);

test.each([codeText, 'PK12345678', '1234567891', 'ORD-1000123', 'ord-1000123'])(
  "%s is a label where a stop of the terminal has it, and else of a code's form (L4)",
  (label) => {
    const of = (...labels: string[]) =>
      readScanInput(utf8(label), null, () => labels as never[]).kind;
    expect(of('340123450000000017', label)).toBe('parcel');
    expect(of()).toMatch(/code$/);
    expect(of(`${label}0`, label.slice(1), label.replace(/.$/, 'I'))).toMatch(/code$/);
  },
);

test.each(['BEGIN:VCARD', 'AT+GCAP', 'https://example.org/track/1'])(
  '%s is a label of nobody (D17)',
  (label) => {
    expect(read(label)).toEqual({ kind: 'parcel', label });
  },
);

test.each(['AT+CSCS="UCS2"'])('%s is no code (D17)', (text) => {
  expect(read(text).kind).not.toMatch(/code$/);
});

test("elements of GS1 are never a customer's code", () => {
  const digits = fc.array(fc.nat(9), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(digits, (some) => {
      expect(readSymbol(']C1', `10${some.join('')}`).kind).toBe('parcel');
      expect(readSymbol(']Q1', `10${some.join('')}`).kind).toMatch(/^(code|mistyped-code)$/);
    }),
  );
});

test('a Digital Link with an SSCC is that parcel, another address a label', () => {
  const link = `https://id.example/shipments/00/${SSCC}?3302=000195&linkType=all`;
  expect(readSymbol(']Q1', link)).toEqual({ kind: 'parcel', label: SSCC });
  for (const label of ['https://a.example/01/09506000134352/21/7', 'https://a.example/01/2026']) {
    expect(readSymbol(']Q1', label)).toEqual({ kind: 'parcel', label });
  }
});

test('look-alikes in the name on a QR are read like those in its code', () => {
  expect(read(`KS1/4f7kqO/${codeText.toLowerCase()}`)).toMatchObject({ delivery: '4F7KQ0' });
});

test('a QR or a bare code with one wrong character is mistyped, not unreadable', () => {
  const wrong = codeText.replace(/^./, (first) => (first === '7' ? '8' : '7'));
  expect(read(wrong)).toEqual({ kind: 'mistyped-code' });
  expect(read(`KS1/4F7KQ2/${wrong}`)).toEqual({ kind: 'mistyped-code' });
});

test.each([
  ['nothing', ''],
  ['a QR without its code', 'KS1/4F7KQ2'],
  ['a QR with a wrong name', `KS1/4F7KU2/${codeText}`],
  ['a QR of the wrong version', 'KS1//'],
  ['text with spaces that is no code', 'hello there door'],
  ['other alphabets', '配達コード'],
  ['ten megabytes', 'A'.repeat(10_000_000)],
])('%s is unreadable', (_name, text) => {
  expect(read(text)).toEqual({ kind: 'unreadable' });
});

test('any bytes at all are read as something, without an exception', () => {
  const symbology = fc.option(fc.constantFrom(...GS1, ']Q1', ']C0'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), symbology, (bytes, identifier) => {
      expect(readScanInput(bytes, identifier).kind).toMatch(
        /^(code|mistyped-code|parcel|enrolment|unreadable)$/,
      );
    }),
  );
});
