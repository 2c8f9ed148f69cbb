import { useTranslation } from 'react-i18next';
import type { StopView } from '../../../shared/ipc/view.ts';
import { BackIcon } from '../../components/icons.tsx';
import type { ExceptionDraft } from './draft.ts';
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
  const { outcome } = draft;
  return (
    <main className="screen exception" data-step={outcome === null ? 'outcome' : 'record'}>
      <header className="exception-head">
        <button
          type="button"
          className="exception-back"
          aria-label={t(outcome === null ? 'exception.backToDoor' : 'exception.backToOutcomes')}
          onClick={onBack}
        >
          <BackIcon />
        </button>
        <div className="exception-who">
          <p className="exception-street">{stop.address[0]}</p>
          <p className="exception-customer">{stop.customer}</p>
        </div>
      </header>
      {outcome === null ? (
        <OutcomeList
          delivery={stop.delivery}
          onChoose={(chosen) => onDraft({ ...draft, outcome: chosen })}
        />
      ) : (
        <RecordStep
          key={outcome}
          stop={stop}
          outcome={outcome}
          note={draft.note}
          onNote={(note) => onDraft({ ...draft, note })}
        />
      )}
    </main>
  );
};
