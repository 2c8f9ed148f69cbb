import { expect, test } from 'vitest';
import { splitSymbology } from './symbology.ts';

const split = (text: string) => {
  const { symbology, payload } = splitSymbology(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  return [symbology, String.fromCharCode(...payload)];
};

test.each([
  [']Q1KS1/4F7KQ2/X', ']Q1', 'KS1/4F7KQ2/X'],
  [']C100340123450000000018', ']C1', '00340123450000000018'],
  [']d2', ']d2', ''],
  ['K7QD92MX4T', null, 'K7QD92MX4T'],
  [']', null, ']'],
  [']Q', null, ']Q'],
  [']1Q', null, ']1Q'],
])('%s', (text, symbology, payload) => {
  expect(split(text)).toEqual([symbology, payload]);
});
