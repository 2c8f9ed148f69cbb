import type { Language } from './words.ts';

/** Every language of the product, by its own name; its words are loaded when it is chosen. */
export const LANGUAGES: Readonly<
  Record<Language, { readonly name: string; readonly load: () => Promise<object> }>
> = {
  en: { name: 'English', load: async () => (await import('./en.ts')).en },
  de: { name: 'Deutsch', load: async () => (await import('./de.ts')).de },
  fr: { name: 'Français', load: async () => (await import('./fr.ts')).fr },
  es: { name: 'Español', load: async () => (await import('./es.ts')).es },
  pl: { name: 'Polski', load: async () => (await import('./pl.ts')).pl },
  ar: { name: 'العربية', load: async () => (await import('./ar.ts')).ar },
};

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The first wanted language (BCP 47 tags such as `de-AT`) that the product speaks, or English. */
export const chooseLanguage = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage) ?? 'en';
