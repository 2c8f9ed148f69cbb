import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { charactersOf } from '../support/font-characters.ts';

const renderer = path.resolve(import.meta.dirname, '..', '..', 'out', 'renderer');
const read = new Map<string, ReadonlySet<number>>();
const charactersIn = (url: string): ReadonlySet<number> => {
  const known = read.get(url) ?? charactersOf(readFileSync(path.join(renderer, url)));
  read.set(url, known);
  return known;
};

/** Shown by a space of the font, or not at all. */
const NEEDS_NO_GLYPH = /[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The text on a page that has letters which the product's fonts do not have, each with the letters:
 * an operating system may have no font to stand in, and then shows boxes. It is told from the font
 * files, so the fonts of the machine that looks are never asked.
 */
export const lettersOfOtherFonts = async (page: Page): Promise<readonly string[]> => {
  const { faces, written } = await page.evaluate(lookAtLetters);
  return written.flatMap(({ text, families }) => {
    const fonts = faces
      .filter(({ family }) => families.includes(family))
      .map(({ url }) => charactersIn(url));
    const foreign = [...new Set(text.normalize('NFC'))].filter(
      (letter) =>
        !NEEDS_NO_GLYPH.test(letter) &&
        !fonts.some((characters) => characters.has(letter.codePointAt(0) ?? 0)),
    );
    return foreign.length === 0 ? [] : [`${text} (${foreign.join(' ')})`];
  });
};

/** Runs in the page: its font files, and every text with the families that it is to be drawn in. */
const lookAtLetters = () => {
  const bare = (family: string) => family.trim().replace(/^["']|["']$/g, '');
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href })))
    .flatMap(({ rule, base }) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const named = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1] ?? '';
      const { pathname } = new URL(named, base ?? document.baseURI);
      return { family: bare(rule.style.getPropertyValue('font-family')), url: pathname };
    });
  const written: { readonly text: string; readonly families: readonly string[] }[] = [];
  const add = (text: string, style: CSSStyleDeclaration) => {
    if (text.trim() === '') return;
    // Capitals that only the style makes are other letters.
    const shown = style.textTransform === 'uppercase' ? text.toUpperCase() : text;
    written.push({ text: shown.trim(), families: style.fontFamily.split(',').map(bare) });
  };
  for (const element of document.body.querySelectorAll('*')) {
    if (element.matches('style, script') || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    for (const child of element.childNodes)
      if (child.nodeType === Node.TEXT_NODE) add(child.textContent ?? '', style);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      add(element.value + element.placeholder, style);
    for (const pseudo of ['::before', '::after']) {
      const made = getComputedStyle(element, pseudo);
      const text = /^"(.*)"$/s.exec(made.content)?.[1];
      if (text !== undefined) add(text, made);
    }
  }
  return { faces, written };
};
