/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import failed from './failed.html?raw';
import { LANGUAGES } from './i18n/languages.ts';
import stopped from './stopped.html?raw';

test.each([
  ['has failed', stopped],
  ['could not start (W12)', failed],
])('the page that says that it %s says it in every language, without a script', (_, page) => {
  const said = [...page.matchAll(/<p lang="([a-z]+)"/g)].map(([, tag]) => tag);
  expect(said.sort()).toEqual(Object.keys(LANGUAGES).sort());
  expect(page).not.toContain('<script');
});
