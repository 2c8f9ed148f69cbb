import { type RefObject, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isLanguage, LANGUAGES } from '../words/languages.ts';
import { speak } from '../words/start-words.ts';
import type { Opening } from './opening.ts';
import {
  isTheme,
  keepPreferences,
  type Preferences,
  readPreferences,
  showPreferences,
  THEMES,
} from './preferences.ts';
import { SignOut } from './sign-out.tsx';

/** How somebody wants to see the console in this browser. */
export const PersonPopover = ({
  isOpen,
  setOpen,
  button,
}: Opening & { readonly button: RefObject<HTMLButtonElement | null> }) => {
  const { t, i18n } = useTranslation();
  const [preferences, setPreferences] = useState(readPreferences);
  const prefer = (chosen: Partial<Preferences>): void => {
    const next = { ...preferences, ...chosen };
    keepPreferences(next);
    setPreferences(next);
    void speak(i18n, next.language).then(() => showPreferences(next));
  };
  return (
    <Popover
      className="popover"
      placement="top start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      triggerRef={button}
    >
      <Dialog className="person-panel" aria-label={t('frame.you')}>
        <label className="field">
          {t('frame.language')}
          <select
            value={i18n.language}
            onChange={({ target: { value } }) => isLanguage(value) && prefer({ language: value })}
          >
            {Object.entries(LANGUAGES).map(([tag, { name }]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('frame.colours')}
          <select
            value={preferences.theme}
            onChange={({ target: { value } }) => isTheme(value) && prefer({ theme: value })}
          >
            {THEMES.map((theme) => (
              <option key={theme} value={theme}>
                {t(`frame.${theme}`)}
              </option>
            ))}
          </select>
        </label>
        <SignOut />
      </Dialog>
    </Popover>
  );
};
