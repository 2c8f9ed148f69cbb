import { useTranslation } from 'react-i18next';
import type { ExceptionOutcome } from '../../../shared/protocol/outcome.ts';
import type { ExceptionDraft } from '../../../shared/terminal/door/draft-schema.ts';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { SignatureRow } from '../../components/signature/signature-row.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { TextLine } from '../../components/step/text-line.tsx';
import { NOTE_LENGTH } from '../../components/step/written-line.ts';
import { useSendOnce } from '../../components/use-send-once.ts';

type Props = {
  readonly stop: StopView;
  readonly outcome: ExceptionOutcome;
  readonly draft: ExceptionDraft;
  readonly onDraft: (draft: ExceptionDraft) => void;
};

/** What will stand in the log, with room for more, and the button that puts it there once. */
export const RecordStep = ({ stop, outcome, draft, onDraft }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { send, notTaken } = useSendOnce();
  const { note, strokes } = draft;
  const record = () =>
    ask['exception/record']({ delivery: stop.delivery, outcome, note: note.trim(), strokes });
  return (
    <>
      <div className="step-body">
        <div className="step-part">
          <div className="step-chosen">
            <OutcomeIcon outcome={outcome} />
            <h1>{t(`outcome.${outcome}`)}</h1>
          </div>
          {notTaken ? (
            <Notice text={t('step.notTaken')} />
          ) : (
            <p className="exception-keep">
              {t('exception.keep', { count: stop.parcels.length || 1 })}
            </p>
          )}
        </div>
        <div className="step-part">
          <TextLine
            label={t('step.note')}
            value={note}
            length={NOTE_LENGTH}
            onValue={(written) => onDraft({ ...draft, note: written })}
          />
          <SignatureRow strokes={strokes} onPress={() => onDraft({ ...draft, signing: true })} />
        </div>
      </div>
      <BigButton label={t('exception.record')} onPress={() => send(record)} />
    </>
  );
};
