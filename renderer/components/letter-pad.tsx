import { useTranslation } from 'react-i18next';
import { DeleteIcon, SpaceIcon } from './icons.tsx';
import { pressing } from './keypad.tsx';
import './letter-pad.css';

const CHARACTERS = '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ';

type Props = { readonly onCharacter: (character: string) => void; readonly onDelete: () => void };

/** Letters and digits for gloves, where there is no keyboard. Accents are not needed to find. */
export const LetterPad = ({ onCharacter, onDelete }: Props) => {
  const { t } = useTranslation();
  return (
    <section className="letter-pad" dir="ltr" aria-label={t('door.keypad')}>
      {[...CHARACTERS].map((character) => (
        <button
          key={character}
          type="button"
          className="key"
          {...pressing(() => onCharacter(character))}
        >
          {character}
        </button>
      ))}
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
