import { expect, test } from 'vitest';
import { cutShort } from './cut-short.ts';
import { startWords } from './start-words.ts';

test.each([
  'Familie Müller-Lüdenscheidt, Hinterhaus rechts, vierter Stock, zweite Klingel li',
  'Karl-Friedrich-Schinkel-Straße 127a',
  'الدكتورة أمينة بنت عبد الرحمن',
  'משפחת כהן־לוי, בניין אחורי, קומה רביעית, הפעמון השני',
  '+493012345678',
])('%s is as people write, and stays whole', (text) => {
  expect(cutShort(text)).toBe(text);
});

test.each([
  ['wide letters', 'W'.repeat(120), 48],
  ['whole sentences in one sign', '\ufdfd'.repeat(120), 2],
  ['many letters', 'abc '.repeat(40), 85],
  ['wide letters of another script', 'ש'.repeat(110), 61],
  ['high ones', 'กิ่'.repeat(40), 115],
])('%s are cut with an ellipsis (A11)', (_what, text, most) => {
  expect(cutShort(text)).toMatch(/…$/);
  expect(cutShort(text).length).toBeLessThanOrEqual(most);
});

test('marks that pile up on a letter lose their heap, and the letter stays (A11)', () => {
  expect(cutShort(`Z${'\u0300'.repeat(60)}algo`)).toBe('Z\u0300\u0300\u0300algo');
});

test('a sentence around an endless name keeps what is to be done (A11)', async () => {
  const { t } = await startWords('en');
  const said = t('verdict.refused.wrong-customer.next', { customer: 'W'.repeat(120) });
  expect(said).toMatch(/^Ask W+… for the code they were sent\.$/);
});
