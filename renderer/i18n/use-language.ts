import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language } from './languages.ts';

/** Speaks the chosen language, or the system's where none is chosen; the page is set up for it. */
export const useLanguage = (chosen: Language | null): void => {
  const { i18n } = useTranslation();
  useEffect(() => {
    const language = chosen ?? chooseLanguage(navigator.languages);
    if (i18n.language === language) return;
    void i18n.changeLanguage(language).then(() => {
      document.documentElement.lang = language;
      document.documentElement.dir = i18n.dir(language);
    });
  }, [chosen, i18n]);
};
