import { useTranslation } from 'react-i18next';
import type { Particulars } from '../../../shared/protocol/outcome.ts';
import { NoteIcon, SignatureIcon } from '../../components/icons.tsx';
import { RecipientIcon } from '../../components/recipient-icon.tsx';
import { saidWords } from '../hand-over/said-words.ts';

/** What was said about the hand-over, in one line; that there is more to it in a sign each. */
export const SaidLine = ({ particulars }: { particulars: Particulars }) => {
  const { t } = useTranslation();
  const { recipient, note, strokes } = particulars;
  return (
    <p className="code-says door-said">
      <RecipientIcon to={recipient.to} />
      <span className="door-said-words">{saidWords(particulars, t)}</span>
      {strokes.length > 0 && (
        <>
          <SignatureIcon />
          <span className="hidden-text">{t('signature.drawn')}</span>
        </>
      )}
      {note !== '' && (
        <>
          <NoteIcon />
          <span className="hidden-text">{t('said.note')}</span>
        </>
      )}
    </p>
  );
};
