import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { auditLayout } from './audit-layout.ts';
import type { OpenWindow, Size } from './open-window.ts';
import { arm, rulesFor } from './reach.ts';

/** Every size that the design has: upright, sideways, in the dock. */
export const SIZES: readonly Size[] = [
  { width: 480, height: 800 },
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
];

const pictures = path.resolve(import.meta.dirname, '..', '..', 'out', 'screens');
/** Set, every screen that is looked at leaves its picture: for people, who look at them by eye. */
const wanted = process.env['SCREEN_PICTURES'] !== undefined;

/** Looks at what a window shows: gives the faults of it, each with the name of the screen. */
export const lookAt = async (
  window: OpenWindow,
  name: string,
  more: { readonly rules?: string; readonly picture?: string } = {},
): Promise<readonly string[]> => {
  await arm(window);
  if (wanted) {
    mkdirSync(pictures, { recursive: true });
    await window.page.screenshot({ path: path.join(pictures, `${more.picture ?? name}.png`) });
  }
  const faults = await window.page.evaluate(auditLayout, rulesFor(more.rules ?? name));
  return faults.map((fault) => `${name}: ${fault}`);
};

/** The end of a picture's name. */
export const pictureOf = (name: string, { width, height }: Size, language: string): string =>
  `${name}-${width}x${height}-${language}`;
