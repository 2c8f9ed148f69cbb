import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/terminal/settings/settings.ts';
import { chooseLanguage } from '../i18n/languages.ts';
import { fitText } from './fit-text.ts';

/**
 * Shows everything in the chosen language, theme and size; gives what the page must hold on to.
 * Before the frame is shown: nobody sees the one become the other.
 */
export const useAppearance = (chosen: Settings | null): RefObject<HTMLDivElement | null> => {
  const { i18n } = useTranslation();
  const page = useRef<HTMLDivElement>(null);
  const { language = null, theme = 'auto', textSize = 'normal' } = chosen ?? {};
  useLayoutEffect(() => {
    const spoken = language ?? chooseLanguage(navigator.languages);
    if (i18n.language !== spoken) void i18n.changeLanguage(spoken);
    document.documentElement.lang = spoken;
    document.documentElement.dir = i18n.dir(spoken);
  }, [i18n, language]);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const shown = chosen !== null;
  useLayoutEffect(() => {
    const element = page.current;
    if (!shown || element === null) return;
    const refit = () => fitText(element, textSize);
    refit();
    if (textSize === 'normal') return;
    const watching = new MutationObserver(refit);
    watching.observe(element, { childList: true, characterData: true, subtree: true });
    window.addEventListener('resize', refit);
    return () => {
      watching.disconnect();
      window.removeEventListener('resize', refit);
    };
  }, [shown, textSize]);
  return page;
};
