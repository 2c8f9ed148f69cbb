import { useTranslation } from 'react-i18next';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import { BigButton } from '../big-button.tsx';
import { Notice } from '../step/notice.tsx';
import { SignaturePad } from './signature-pad.tsx';
import './signature-step.css';
import { isFull } from './stroke-drawing.ts';

type Props = {
  readonly strokes: Strokes;
  readonly onStrokes: (strokes: Strokes) => void;
  readonly onDone: () => void;
};

/** A signature, or none: nobody has to be able to draw, or to see what was drawn, to go on. */
export const SignatureStep = ({ strokes, onStrokes, onDone }: Props) => {
  const { t } = useTranslation();
  const empty = strokes.length === 0;
  return (
    <>
      <div className="signature">
        <h1 className="step-title">{t('signature.title')}</h1>
        <SignaturePad strokes={strokes} onStrokes={onStrokes} />
        <div className="signature-state">
          {isFull(strokes) ? (
            <Notice text={t('signature.full')} />
          ) : (
            <p role="status">{t(empty ? 'signature.empty' : 'signature.drawn')}</p>
          )}
          <button
            type="button"
            className="signature-clear"
            disabled={empty}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onStrokes([])}
          >
            {t('signature.clear')}
          </button>
        </div>
      </div>
      <BigButton label={t(empty ? 'signature.without' : 'signature.done')} onPress={onDone} />
    </>
  );
};
