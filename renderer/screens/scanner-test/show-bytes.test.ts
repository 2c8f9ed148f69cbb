import { expect, test } from 'vitest';
import { hexOf, rawOf, symbologyOf, textOf } from './show-bytes.ts';

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

test('every byte is seen, of those too that print nothing', () => {
  expect(hexOf([0, 0x0d, 0x41, 0xff])).toBe('00 0d 41 ff');
  expect(rawOf([0, 0x0d, 0x41, 0x7f, 0xff])).toBe('‹00›‹0d›A‹7f›‹ff›');
});

test('text is read as UTF-8, and as Latin-1 where it is none', () => {
  expect(textOf(bytesOf('Straße'))).toBe('Straße');
  expect(textOf([0x53, 0xdf])).toBe('Sß');
  expect(textOf([0x41, 0x1d, 0x42])).toBe('A‹1d›B');
});

test.each([
  [']Q1', ']Q1 QR Code'],
  [']C1', ']C1 GS1 Code 128'],
  [']d2', ']d2 GS1 Data Matrix'],
  [']X0', ']X0'],
])('%s is named', (identifier, name) => {
  expect(symbologyOf(identifier)).toBe(name);
});
