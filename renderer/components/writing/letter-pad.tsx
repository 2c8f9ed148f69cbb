import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../i18n/languages.ts';
import { DeleteIcon, SpaceIcon } from '../icons.tsx';
import { pressing } from '../keypad.tsx';
import './letter-pad.css';
import { commaOf, pagesOf } from './pad-pages.ts';

type Props = { readonly onCharacter: (character: string) => void; readonly onDelete: () => void };

/** Letters and digits for gloves, where there is no keyboard: a few pages of them. */
export const LetterPad = ({ onCharacter, onDelete }: Props) => {
  const { t, i18n } = useTranslation();
  const [turned, setTurned] = useState(0);
  const pages = pagesOf(chooseLanguage([i18n.language]));
  const [page, next] = [turned, turned + 1].map((at) => pages[at % pages.length]);
  if (page === undefined || next === undefined) throw new Error('there is no page of letters');
  const key = (character: string) => (
    <button
      key={character}
      type="button"
      className="key"
      {...pressing(() => onCharacter(character))}
    >
      {character}
    </button>
  );
  return (
    <section className="letter-pad" dir={page.direction} aria-label={t('door.keypad')}>
      {page.letters.map(key)}
      <button
        type="button"
        className="key letter-page"
        aria-label={t('writing.page', { letters: next.name })}
        {...pressing(() => setTurned(turned + 1))}
      >
        {next.name}
      </button>
      {key(commaOf(page))}
      {key('-')}
      <button
        type="button"
        className="key letter-space"
        aria-label={t('route.search.space')}
        {...pressing(() => onCharacter(' '))}
      >
        <SpaceIcon />
      </button>
      <button
        type="button"
        className="key letter-delete"
        aria-label={t('door.delete')}
        {...pressing(onDelete)}
      >
        <DeleteIcon />
      </button>
    </section>
  );
};
