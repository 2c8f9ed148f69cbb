import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverDraft } from '../../../shared/terminal/door/draft-schema.ts';
import { finishHandOver, needsWords } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { RecipientIcon } from '../../components/recipient-icon.tsx';
import { SignatureRow } from '../../components/signature/signature-row.tsx';
import { MoreRow } from '../../components/step/more-row.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { TextLine } from '../../components/step/text-line.tsx';
import { NOTE_LENGTH } from '../../components/step/written-line.ts';
import { useSendOnce } from '../../components/use-send-once.ts';

type Props = {
  readonly stop: StopView;
  readonly draft: HandOverDraft;
  readonly onDraft: (draft: HandOverDraft) => void;
};

/** Everything else that may be said, and the button that sends it once. */
export const DetailsStep = ({ stop, draft, onDraft }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { send, notTaken } = useSendOnce();
  const [asked, setAsked] = useState(false);
  const { delivery, parcels } = stop;
  const { to, who, where, kept, note, strokes } = draft;
  const finished = finishHandOver(
    draft,
    parcels.map(({ label }) => label),
  );
  const done = () => {
    if (!finished.ok) return setAsked(true);
    send(() => ask['hand-over/prepare']({ delivery, particulars: finished.value }));
  };
  const why = () => {
    if (!finished.ok) return asked ? t(`handOver.unfinished.${finished.error}`) : null;
    return notTaken ? t('step.notTaken') : null;
  };
  const notice = why();
  return (
    <>
      <div className="step-body">
        <div className="step-part">
          <div className="step-chosen" data-long={needsWords(to)}>
            <RecipientIcon to={to} />
            {!needsWords(to) ? (
              <h1>{t(`recipient.${to}`)}</h1>
            ) : (
              <div>
                <p>{t(`recipient.${to}`)}</p>
                <h1 dir="auto">{to === 'neighbour' ? who : where}</h1>
              </div>
            )}
          </div>
          {notice !== null && <Notice text={notice} />}
        </div>
        <div className="step-part">
          {parcels.length > 1 && (
            <MoreRow
              label={t('handOver.keptRow')}
              value={
                kept.length === 0
                  ? t('handOver.keptNone')
                  : t('handOver.keptOf', { kept: kept.length, total: parcels.length })
              }
              onPress={() => onDraft({ ...draft, step: 'kept' })}
            />
          )}
          <SignatureRow
            strokes={strokes}
            onPress={() => onDraft({ ...draft, step: 'signature' })}
          />
          <TextLine
            label={t('step.note')}
            value={note}
            length={NOTE_LENGTH}
            onValue={(written) => onDraft({ ...draft, note: written })}
          />
        </div>
      </div>
      <BigButton label={t('handOver.done')} onPress={done} />
    </>
  );
};
