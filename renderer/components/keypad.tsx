import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ALPHABET } from '../../shared/protocol/code/alphabet.ts';
import { DeleteIcon } from './icons.tsx';
import './keypad.css';

const CHARACTERS = { code: ALPHABET, digits: '1234567890' } as const;

type Props = {
  /** Everything that a code may have, or digits as on a telephone. */
  readonly keys: keyof typeof CHARACTERS;
  readonly disabled: boolean;
  readonly onCharacter: (character: string) => void;
  readonly onDelete: () => void;
};

/**
 * Acts when the finger comes down: a glove that slides off a key has still meant it. A click that
 * no pointer made is a keyboard's or a screen reader's.
 */
export const pressing = (act: () => void) => ({
  onPointerDown: (event: PointerEvent) => {
    // A second finger is the rest of the glove.
    if (event.isPrimary && event.button === 0) act();
  },
  onClick: (event: { readonly detail: number }) => {
    if (event.detail === 0) act();
  },
  // Keeps the focus where it is, so that a scanner's return key does not press a key again.
  onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
});

/** The characters that may be typed and nothing else. */
export const Keypad = ({ keys, disabled, onCharacter, onDelete }: Props) => {
  const { t } = useTranslation();
  return (
    <section
      className="keypad"
      data-keys={keys}
      dir="ltr"
      aria-label={t('door.keypad')}
      aria-disabled={disabled}
    >
      {[...CHARACTERS[keys]].map((character) => (
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
        className="key key-delete"
        aria-label={t('door.delete')}
        {...pressing(onDelete)}
      >
        <DeleteIcon />
        {keys === 'code' && <span className="key-delete-word">{t('door.delete')}</span>}
      </button>
    </section>
  );
};
