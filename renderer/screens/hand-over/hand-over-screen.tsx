import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { HandOverDraft } from '../../../shared/terminal/door/draft-schema.ts';
import { toggleKept } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { SignatureStep } from '../../components/signature/signature-step.tsx';
import { StepScreen } from '../../components/step/step-screen.tsx';
import { DetailsStep } from './details-step.tsx';
import { KeptStep } from './kept-step.tsx';
import { PlaceStep } from './place-step.tsx';
import { RecipientStep } from './recipient-step.tsx';

type Props = {
  readonly view: DoorView;
  readonly draft: HandOverDraft;
  readonly onDraft: (draft: HandOverDraft) => void;
  readonly onBack: () => void;
};

/** Before the code: who takes the parcels, and whatever else there is to say about it. */
export const HandOverScreen = ({ view, draft, onDraft, onBack }: Props) => {
  const { t } = useTranslation();
  const { stop, instructions, particulars } = view;
  const { step } = draft;
  const toDetails = () => onDraft({ ...draft, step: 'details' });
  const inside = (): ReactNode => {
    switch (step) {
      case 'recipient':
        return (
          <RecipientStep
            stop={stop}
            instructions={instructions}
            said={particulars}
            draft={draft}
            onDraft={onDraft}
          />
        );
      case 'place':
        return (
          <PlaceStep
            key={draft.to}
            stop={stop}
            places={instructions?.places ?? null}
            draft={draft}
            onDraft={onDraft}
            onNext={toDetails}
          />
        );
      case 'details':
        return <DetailsStep stop={stop} draft={draft} onDraft={onDraft} />;
      case 'kept':
        return (
          <KeptStep
            parcels={stop.parcels}
            kept={draft.kept}
            onToggle={(label) => onDraft(toggleKept(draft, label))}
            onDone={toDetails}
          />
        );
      case 'signature':
        return (
          <SignatureStep
            strokes={draft.strokes}
            onStrokes={(strokes) => onDraft({ ...draft, strokes })}
            onDone={toDetails}
          />
        );
      default:
        return assertNever(step);
    }
  };
  const first = step === 'recipient';
  return (
    <StepScreen
      of="hand-over"
      kind={first ? 'choice' : 'say'}
      stop={stop}
      back={t(first ? 'step.backToDoor' : 'step.back')}
      onBack={onBack}
    >
      {inside()}
    </StepScreen>
  );
};
