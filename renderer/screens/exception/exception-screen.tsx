import { useTranslation } from 'react-i18next';
import type { ExceptionDraft } from '../../../shared/terminal/door/draft-schema.ts';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { SignatureStep } from '../../components/signature/signature-step.tsx';
import { StepScreen } from '../../components/step/step-screen.tsx';
import './exception-screen.css';
import { OutcomeList } from './outcome-list.tsx';
import { RecordStep } from './record-step.tsx';

type Props = {
  readonly stop: StopView;
  readonly draft: ExceptionDraft;
  readonly onDraft: (draft: ExceptionDraft) => void;
  readonly onBack: () => void;
};

/** The stop ends without a code: how, and then whether there is more to say. */
export const ExceptionScreen = ({ stop, draft, onDraft, onBack }: Props) => {
  const { t } = useTranslation();
  const { outcome, signing, strokes } = draft;
  const frame = { of: 'exception', stop, onBack };
  if (outcome === null) {
    return (
      <StepScreen {...frame} kind="choice" back={t('step.backToDoor')}>
        <OutcomeList
          delivery={stop.delivery}
          hasMore={draft.note !== '' || strokes.length > 0}
          onChoose={(chosen) => onDraft({ ...draft, outcome: chosen })}
        />
      </StepScreen>
    );
  }
  if (signing) {
    return (
      <StepScreen {...frame} kind="say" back={t('step.back')}>
        <SignatureStep
          strokes={strokes}
          onStrokes={(drawn) => onDraft({ ...draft, strokes: drawn })}
          onDone={() => onDraft({ ...draft, signing: false })}
        />
      </StepScreen>
    );
  }
  return (
    <StepScreen {...frame} kind="say" back={t('exception.backToOutcomes')}>
      <RecordStep key={outcome} stop={stop} outcome={outcome} draft={draft} onDraft={onDraft} />
    </StepScreen>
  );
};
