import { describe, expect, it } from 'vitest';
import { readLanguage } from './read-language.ts';
import { BERLIN } from './testing/csv-cells.ts';

const read = (text: string) => readLanguage(text, { ...BERLIN, note: () => {} });

describe("a customer's language", () => {
  it.each([
    ['de', 'de'],
    [' PL ', 'pl'],
    ['de-AT', 'de'],
    ['es_MX', 'es'],
    ['en-US.UTF-8', 'en'],
    ['zh-de', null],
    ['fre', 'fr'],
    ['Deutsch', 'de'],
    ['français', 'fr'],
    ['francais', 'fr'],
    ['Polish', 'pl'],
    ['niemiecki', 'de'],
    ['العربية', 'ar'],
    ['Español', 'es'],
  ])('is read from %s', (text, expected) => {
    const found = read(text);
    expect(found.ok ? found.value : null).toBe(expected);
  });

  it('is the depot’s where the cell is empty', () => {
    expect(read(' \u200b')).toEqual({ ok: true, value: null });
  });

  it.each(['it', 'Klingon', '49', 'de;en', 'x'])('is not %s: it says which there are', (text) => {
    expect(read(text)).toEqual({
      ok: false,
      error: {
        code: 'not-a-language',
        reason:
          "Use one of en, de, fr, es, pl, ar, or leave the cell empty for the depot's language.",
      },
    });
  });
});
