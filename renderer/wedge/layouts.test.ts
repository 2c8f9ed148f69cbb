import { expect, test } from 'vitest';
import { wrongLayout } from './layouts.ts';

test.each([
  ['+C100340123450000000031', 'QWERTZ (Deutsch)'],
  ['+Q1KS1-4F7KQ2-K7QD92MX4T', 'QWERTZ (Deutsch)'],
  ['KS1-4F7KQ2-K7QD92MX4T', 'QWERTZ (Deutsch)'],
  ['$C&àà"\'à&é"\'(àààààà"&', 'AZERTY (Français)'],
  ['$d&KS&!', 'AZERTY (Français)'],
  ['śC100340123450000000031', 'QWERTZ (Polski 214)'],
  ['د}100340123450000000031', 'العربية'],
  ['ъС100340123450000000031', 'Кириллица'],
  ['¨C100340123450000000031', 'QWERTY (Svenska)'],
  ['àà"\'à&é"\'(àààààà"&', 'AZERTY (Français)'],
  ['éé+ěšéé+ěš', 'QWERTZ (Čeština)'],
  ['üC100340123450000000031', 'Türkçe Q'],
  ['úC1öö34ö12345öööööööö31', 'QWERTZ (Magyar)'],
  [')C+éé+ěéé', 'QWERTZ (Čeština)'],
  ['´C100340123450000000031', 'QWERTY (Português)'],
  ['[C100340123450000000031', 'QWERTY (Português, Brasil)'],
  ['KS1.4F7KQ2.K7QD92MX4T', 'Türkçe Q'],
  ['äC+ééščé+ľščťéééééééš+', 'QWERTZ (Slovenčina)'],
  ['ééščé+ľščťéééééééš+', 'QWERTZ (Slovenčina)'],
  ['đC100340123450000000031', 'QWERTZ (Hrvatski, Slovenščina, Srpski)'],
  ['îC100340123450000000031', 'QWERTY (Română)'],
  ['õC100340123450000000031', 'QWERTY (Eesti)'],
  [']Cą00ęė0ąčęėį0000000ęą', 'QWERTY (Lietuvių)'],
  ['00ęė0ąčęėį0000000ęą', 'QWERTY (Lietuvių)'],
  ['KS1þ4F7KQ2þK7QD92MX4T', 'QWERTY (Íslenska)'],
  ["'C100340123450000000031", 'QWERTY (Íslenska)'],
  ['*C100340123450000000031', 'QWERTY (Nederlands)'],
  ['öö34ö12345öööööööö31', 'QWERTZ (Magyar)'],
  ['٠٠٣٤٠١٢٣٤٥', 'العربية'],
  ['ลฉๅจจ-ภจๅ/-ภ', 'ไทย'],
  ['ㅏㄴ1/4ㄹ7ㅏㅂ2', '한국어'],
  [']ც100340123450000000031', 'ქართული'],
  ['KS1;4F7KQ2;K7QD92MX4T', 'QWERTY (Português, Brasil)'],
])('%s was typed for another layout: %s (D13)', (text, layout) => {
  expect(wrongLayout(text)).toBe(layout);
});

test.each(['KS1&4F7KQ2&K7QD92MX4T', 'KS!>$F&KQé>'])(
  '%s was typed by a scanner that is set to another layout (D13)',
  (text) => {
    expect(wrongLayout(text)).not.toBeNull();
  },
);

test.each([
  ']C100340123450000000031',
  ']Q1KS1/4F7KQ2/K7QD92MX4T',
  'KS1/4F7KQ2/K7QD92MX4T',
  'https://example.org/track/1',
  '00340123450000000031',
  'JD014600003828392837',
  'ORD-1000123',
  'AT+GCAP',
  '()()()()()',
  '%%%%%%%%',
  '',
])('%s is as it was meant', (text) => {
  expect(wrongLayout(text)).toBeNull();
});
