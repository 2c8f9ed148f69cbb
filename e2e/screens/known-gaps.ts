import type { Language } from '../../renderer/i18n/languages.ts';

type Gaps = { readonly [L in Language]?: Readonly<Record<string, readonly string[]>> };

/**
 * Screens that have no room yet for the largest text, by language and size: none of them is a
 * verdict or a door that a driver meets every day. Each is to be mended, and then leaves this list.
 */
const LARGEST: Gaps = {};

/** What an audit at the largest text found, without what is known. Each fault begins with its screen. */
export const beyondKnownGaps = (
  faults: readonly string[],
  language: Language,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] => {
  const known = LARGEST[language]?.[`${width}×${height}`] ?? [];
  return faults.filter((fault) => !known.some((screen) => fault.startsWith(`${screen}: `)));
};
