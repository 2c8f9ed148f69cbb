/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import { LANGUAGES } from './i18n/languages.ts';
import page from './stopped.html?raw';

test('the page that needs no script says it in every language', () => {
  const said = [...page.matchAll(/<p lang="([a-z]+)"/g)].map(([, tag]) => tag);
  expect(said.sort()).toEqual(Object.keys(LANGUAGES).sort());
  expect(page).not.toContain('<script');
});
