import { chooseLanguage, isLanguage } from '../words/languages.ts';
import type { Language } from '../words/words.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
/** How somebody wants to see the console in this browser: the only thing that is kept in it. */
export type Preferences = { readonly language: Language; readonly theme: Theme };

const KEPT_AT = 'kerbside-preferences';
export const isTheme = (theme: unknown): theme is Theme => THEMES.some((one) => one === theme);

const readKept = (): Readonly<Record<string, unknown>> => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AT) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
};

/** What was chosen in this browser; else the browser's own languages, and its colours. */
export const readPreferences = (): Preferences => {
  const { language, theme } = readKept();
  return {
    language:
      typeof language === 'string' && isLanguage(language)
        ? language
        : chooseLanguage(navigator.languages),
    theme: isTheme(theme) ? theme : 'auto',
  };
};

/** Where nothing can be kept it counts until the page is left. */
export const keepPreferences = (preferences: Preferences): void => {
  try {
    localStorage.setItem(KEPT_AT, JSON.stringify(preferences));
  } catch {
    // Storage is full, or refused.
  }
};

/** Puts language, direction and colours on the page. */
export const showPreferences = ({ language, theme }: Preferences): void => {
  const page = document.documentElement;
  page.lang = language;
  page.dir = language === 'ar' ? 'rtl' : 'ltr';
  page.dataset['theme'] = theme;
};
