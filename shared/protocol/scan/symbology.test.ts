import { expect, test } from 'vitest';
import { mayHoldCode, splitSymbology } from './symbology.ts';

const split = (text: string) => {
  const { symbology, payload } = splitSymbology(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  return [symbology, String.fromCharCode(...payload)];
};

test.each([
  [']Q1KS1/4F7KQ2/X', ']Q1', 'KS1/4F7KQ2/X'],
  [']C100340123450000000018', ']C1', '00340123450000000018'],
  [']d2', ']d2', ''],
  ['K7QD92MX4T', null, 'K7QD92MX4T'],
  [']C1]C100340123450000000086', ']C1', '00340123450000000086'],
  [']d2]d2]d200340123450000000086', ']d2', '00340123450000000086'],
  [']C0]C100340123450000000086', ']C1', '00340123450000000086'],
  [']C0]Q1KS1/4F7KQ2/X', ']C0', ']Q1KS1/4F7KQ2/X'],
  [' ]C100340123450000000086', ']C1', '00340123450000000086'],
  ['\x01]Q1KS1/4F7KQ2/X', ']Q1', 'KS1/4F7KQ2/X'],
  [']', null, ']'],
  [']Q', null, ']Q'],
  [']1Q', null, ']1Q'],
])('%s is taken apart (L2)', (text, symbology, payload) => {
  expect(split(text)).toEqual([symbology, payload]);
});

test.each([
  ...[']C0', ']C1', ']A0', ']E0', ']E4', ']F0', ']G0', ']I0', ']e0', ']X0', ']d2', ']Q3'].map(
    (identifier) => [identifier, false] as const,
  ),
  ...[']Q0', ']Q1', ']d1', ']z0', ']L0', ']h0', null].map(
    (identifier) => [identifier, true] as const,
  ),
])("%s may hold a customer's code: %s (D8)", (identifier, may) => {
  expect(mayHoldCode(identifier)).toBe(may);
});
