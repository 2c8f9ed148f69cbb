import type { Language } from '../../renderer/i18n/languages.ts';

type Gaps = { readonly [L in Language]?: Readonly<Record<string, readonly string[]>> };

/**
 * Screens that have no room yet for the largest text, by language and size; most are of the set-up,
 * which IT sees. Each is to be mended, and then leaves this list; none may come to it.
 */
const LARGEST: Gaps = {
  en: {
    '800×480': ['setup-scanner', 'setup-token-used'],
  },
  de: {
    '800×480': ['setup-first', 'setup-clock', 'setup-scanner', 'setup-enrol', 'setup-token-used'],
    '1280×800': ['setup-first', 'setup-clock', 'setup-scanner'],
  },
  fr: {
    '480×800': ['refused-clock-untrusted'],
    '800×480': [
      'setup-clock',
      'setup-scanner',
      'sign-in-unknown-badge',
      'sign-in-full',
      'dock-update-ready',
      'dock-update-refused',
    ],
    '1280×800': ['setup-clock', 'setup-scanner'],
  },
  es: {
    '800×480': ['setup-clock', 'setup-scanner', 'dock-update-ready', 'dock-update-refused'],
    '1280×800': ['setup-clock', 'setup-scanner'],
  },
  ar: {
    '800×480': [
      'setup-scanner',
      'door',
      'door-verifying',
      'door-wait',
      'door-locked',
      'door-said',
      'door-said-all',
    ],
    '1280×800': ['setup-scanner'],
  },
};

/** What an audit at the largest text found, without what is known. Each fault begins with its screen. */
export const beyondKnownGaps = (
  faults: readonly string[],
  language: Language,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] => {
  const known = LARGEST[language]?.[`${width}×${height}`] ?? [];
  return faults.filter((fault) => !known.some((screen) => fault.startsWith(`${screen}: `)));
};
