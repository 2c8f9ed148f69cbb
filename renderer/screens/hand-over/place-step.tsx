import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HandOverDraft, recipientOf } from '../../../shared/door/hand-over-draft.ts';
import { BigButton } from '../../components/big-button.tsx';
import { RecipientIcon } from '../../components/recipient-icon.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { TextLine } from '../../components/step/text-line.tsx';
import { PLACE_LENGTH } from '../../components/step/written-line.ts';

type Props = {
  readonly draft: HandOverDraft;
  readonly onDraft: (draft: HandOverDraft) => void;
  readonly onNext: () => void;
};

/** Which neighbour, or which place. It does not go on without a word, and says why. */
export const PlaceStep = ({ draft, onDraft, onNext }: Props) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const recipient = recipientOf(draft);
  const field = draft.to === 'neighbour' ? 'who' : 'where';
  return (
    <>
      <div className="step-body">
        <div className="step-part">
          <div className="step-chosen">
            <RecipientIcon to={draft.to} />
            <h1>{t(`recipient.${draft.to}`)}</h1>
          </div>
        </div>
        <div className="step-part">
          <TextLine
            label={t(`handOver.${field}`)}
            value={draft[field]}
            length={PLACE_LENGTH}
            onValue={(written) => onDraft({ ...draft, [field]: written })}
          />
          {asked && !recipient.ok && <Notice text={t(`handOver.unfinished.${recipient.error}`)} />}
        </div>
      </div>
      <BigButton
        label={t('step.next')}
        onPress={() => (recipient.ok ? onNext() : setAsked(true))}
      />
    </>
  );
};
