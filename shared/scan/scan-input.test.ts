import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../bytes.ts';
import { makeDeliveryCode } from '../code/delivery-code.ts';
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
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(readScanInput(bytes).kind).toMatch(
        /^(code|mistyped-code|parcel|enrolment|unreadable)$/,
      );
    }),
  );
});
