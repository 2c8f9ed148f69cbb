import type { en } from './en.ts';
import type { en as settings } from './settings/en.ts';
import type { RoomWords } from './words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof en & { readonly settings: typeof settings };
    } & RoomWords;
  }
}
