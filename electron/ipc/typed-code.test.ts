import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { DeliveryId } from '../../shared/protocol/ids.ts';
import { makeTypedCode, type TypedCode } from './typed-code.ts';

const one = '00000000-0000-4000-8000-000000000001' as DeliveryId;
const other = '00000000-0000-4000-8000-000000000002' as DeliveryId;
const type = (typed: TypedCode, delivery: DeliveryId, text: string): void => {
  utf8(text).forEach((symbol, place) => {
    typed.put(delivery, place, symbol);
  });
};
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

test('characters that come one by one make the code', () => {
  const typed = makeTypedCode();
  type(typed, one, 'K7QD92MX4T');
  expect(text(typed.take(one, 10))).toBe('K7QD92MX4T');
});

test('a code is taken once: nothing of it stays', () => {
  const typed = makeTypedCode();
  type(typed, one, 'K7QD92MX4T');
  typed.take(one, 3);
  expect(toHex(typed.take(one, 10))).toBe('00'.repeat(10));
});

test('what was typed for one delivery is nothing for another', () => {
  const typed = makeTypedCode();
  type(typed, one, 'K7QD9');
  typed.put(other, 5, 0x32);
  expect(toHex(typed.take(other, 6))).toBe(`${'00'.repeat(5)}32`);
  type(typed, one, 'K7QD9');
  expect(toHex(typed.take(other, 5))).toBe('00'.repeat(5));
  expect(toHex(typed.take(one, 5))).toBe('00'.repeat(5));
});
