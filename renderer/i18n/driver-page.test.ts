/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import page from '../../docs/driver.md?raw';
import { en } from './en.ts';
import { leaves } from './leaves.ts';

test('the page for drivers quotes what the screens say', () => {
  const shown = leaves(en).map(([, text]) => text.replace(/\{\{\w+\}\}/gu, '…'));
  const quoted = [...page.matchAll(/(?<!\p{L})'([^']+)'(?!\p{L})/gu)].map(([, words]) => words);
  const bold = [...page.matchAll(/^\| \*\*([^*]+)\*\*/gmu)].map(([, words]) => words);
  expect(quoted.length).toBeGreaterThan(8);
  expect(bold.length).toBe(4);
  for (const words of [...quoted, ...bold]) {
    expect(
      shown.some((text) => text.includes(words ?? '')),
      words,
    ).toBe(true);
  }
});
