import { useId, useReducer, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StopView } from '../../../shared/ipc/view.ts';
import type { ExceptionOutcome } from '../../../shared/outcome.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { UncertainIcon } from '../../components/icons.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { NOTE_LENGTH, noteOf } from './note.ts';

type Props = {
  readonly stop: StopView;
  readonly outcome: ExceptionOutcome;
  readonly note: string;
  readonly onNote: (note: string) => void;
};

/** What will stand in the log, with room for a note, and the button that puts it there once. */
export const RecordStep = ({ stop, outcome, note, onNote }: Props) => {
  const { t } = useTranslation();
  const noteId = useId();
  const { record, notTaken } = useRecord(stop, outcome, note);
  return (
    <>
      <div className="exception-record">
        <div className="exception-chosen">
          <OutcomeIcon outcome={outcome} />
          <h1>{t(`outcome.${outcome}`)}</h1>
        </div>
        {notTaken ? (
          <p className="exception-not-taken" role="alert">
            <UncertainIcon />
            {t('exception.notTaken')}
          </p>
        ) : (
          <p className="exception-keep">
            {t('exception.keep', { count: stop.parcels.length || 1 })}
          </p>
        )}
        <div className="exception-note">
          <label htmlFor={noteId}>{t('exception.note')}</label>
          {/* No focus by itself: what a scanner types must not end up in a note. */}
          <input
            id={noteId}
            type="text"
            maxLength={NOTE_LENGTH}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="done"
            value={note}
            onChange={(event) => onNote(noteOf(event.target.value))}
          />
        </div>
      </div>
      <BigButton label={t('exception.record')} onPress={record} />
    </>
  );
};

/** Records once: what was taken stays taken, and what was not may be tried again. */
const useRecord = ({ delivery }: StopView, outcome: ExceptionOutcome, note: string) => {
  const ask = useAsk();
  // Kept outside React's state: two presses within one frame must not record twice.
  const flags = useRef({ sent: false, notTaken: false }).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const record = async () => {
    if (flags.sent) return;
    flags.sent = true;
    try {
      const answer = await ask['exception/record']({ delivery, outcome, note: note.trim() });
      flags.sent = answer.ok;
    } catch {
      flags.sent = false;
    }
    flags.notTaken = !flags.sent;
    redraw();
  };
  return { record: () => void record(), notTaken: flags.notTaken };
};
