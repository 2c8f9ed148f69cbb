import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { neighboursOf } from '../../../shared/terminal/address/neighbours-of.ts';
import type { HandOverDraft } from '../../../shared/terminal/door/draft-schema.ts';
import { recipientOf } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { BigButton } from '../../components/big-button.tsx';
import { RecipientIcon } from '../../components/recipient-icon.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { Suggestions } from '../../components/step/suggestions.tsx';
import { TextLine } from '../../components/step/text-line.tsx';
import { PLACE_LENGTH } from '../../components/step/written-line.ts';

const PLACES = ['garage', 'porch', 'shed', 'letterboxes', 'reception'] as const;

type Props = {
  readonly stop: StopView;
  /** Where alone the parcels may be left; null: the driver decides. */
  readonly places: readonly string[] | null;
  readonly draft: HandOverDraft;
  readonly onDraft: (draft: HandOverDraft) => void;
  readonly onNext: () => void;
};

/** Which neighbour, or which place. It does not go on without a word, and says why. */
export const PlaceStep = ({ stop, places, draft, onDraft, onNext }: Props) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const recipient = recipientOf(draft);
  const usual = places ?? PLACES.map((place) => t(`usual.place.${place}`));
  const near = draft.to === 'neighbour' ? neighboursOf(stop.address) : usual;
  /** There is a place to be chosen, and none to be written. */
  const isGiven = draft.to === 'safe-place' && places !== null;
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
          {isGiven ? (
            <p className="step-ask">{t('handOver.where')}</p>
          ) : (
            <TextLine
              label={t(`handOver.${field}`)}
              value={draft[field]}
              length={PLACE_LENGTH}
              onValue={(written) => onDraft({ ...draft, [field]: written })}
            />
          )}
          {asked && !recipient.ok && <Notice text={t(`handOver.unfinished.${recipient.error}`)} />}
        </div>
        <Suggestions
          label={t(draft.to === 'neighbour' ? 'usual.neighbours' : 'usual.places')}
          options={near}
          long={isGiven}
          // There is nothing more to write.
          onChoose={(written) => onDraft({ ...draft, [field]: written, step: 'details' })}
        />
      </div>
      {!isGiven && (
        <BigButton
          label={t('step.next')}
          onPress={() => (recipient.ok ? onNext() : setAsked(true))}
        />
      )}
    </>
  );
};
