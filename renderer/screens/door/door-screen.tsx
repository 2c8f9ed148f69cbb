import { useTranslation } from 'react-i18next';
import { showDraft, showSignature, stepBack } from '../../../shared/terminal/door/draft.ts';
import { isParticular } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { Keypad } from '../../components/keypad.tsx';
import { ParcelChips } from '../../components/parcel-chips.tsx';
import { useDraft } from '../draft/use-draft.ts';
import { ExceptionScreen } from '../exception/exception-screen.tsx';
import { HandOverScreen } from '../hand-over/hand-over-screen.tsx';
import { InstructionsScreen } from '../instructions/instructions-screen.tsx';
import { CodeField } from './code-field.tsx';
import { DoorHead } from './door-head.tsx';
import './door-aside.css';
import './door-screen.css';
import './override.css';
import './token.css';
import './door-instructed.css';
import { OtherParcel } from './other-parcel.tsx';
import { QuestionScreen } from './question-screen.tsx';
import { TokenQuestion } from './token-question.tsx';
import { useCodeEntry } from './use-code-entry.ts';
import { useTypedKeys } from './use-typed-keys.ts';
import { useWait } from './use-wait.ts';

/** One question: what is the customer's code, or the dispatcher's? Or what else is there to say? */
export const DoorScreen = ({ view }: { view: DoorView }) => {
  const ask = useAsk();
  const code = useCodeEntry(view);
  const [draft, onDraft] = useDraft(view);
  const { stop, asks, form, asked } = view;
  // What was typed of a code stays typed behind it, and a code that is on its way has the screen.
  const first = code.busy || asks === 'override';
  const shown = draft === null || first ? null : draft.shown;
  const wait = useWait(view);
  const { instructions } = view;
  const reading = instructions?.shown === true && !first ? instructions : null;
  const isClosed = code.busy || wait !== null;
  const back = () => {
    if (draft !== null && shown !== null) onDraft(stepBack(draft));
    else if (asks === 'override') void ask['override/leave']({});
    else void ask['stop/close']({});
  };
  const { elsewhere } = view;
  const stayHere = () => void ask['stop/open']({ delivery: stop.delivery });
  // What was typed so far stays typed behind the warning.
  const nothing = () => undefined;
  const close = elsewhere === null ? back : stayHere;
  useTypedKeys(
    elsewhere === null && asked === null && wait === null && reading === null
      ? { type: code.type, remove: code.remove, close }
      : { type: nothing, remove: nothing, close },
  );
  if (elsewhere !== null) {
    return <OtherParcel stop={stop} elsewhere={elsewhere} onStay={stayHere} />;
  }
  if (asked !== null) return <QuestionScreen view={view} asked={asked} onBack={back} />;
  if (draft !== null && shown === 'exception') {
    return (
      <ExceptionScreen
        stop={stop}
        draft={draft.exception}
        onDraft={(exception) => onDraft({ ...draft, exception })}
        onBack={back}
      />
    );
  }
  if (draft !== null && draft.handOver !== null && shown === 'hand-over') {
    return (
      <HandOverScreen
        view={view}
        draft={draft.handOver}
        onDraft={(handOver) => onDraft({ ...draft, handOver })}
        onBack={back}
      />
    );
  }
  if (reading !== null) {
    return (
      <InstructionsScreen
        view={view}
        instructions={reading}
        onSign={() => onDraft(showSignature(draft, view.particulars))}
        onBack={back}
      />
    );
  }
  const keys = form === 'code' ? 'code' : 'digits';
  return (
    <main className="screen door" data-asks={asks} data-keys={keys}>
      <DoorHead view={view} onBack={back} />
      <div className="door-entry">
        {(keys === 'digits' || view.entry !== 'mistyped') &&
          (asks === 'override' ? (
            <p className="door-whose" dir="auto">{`${stop.address[0]} · ${stop.customer}`}</p>
          ) : (
            <ParcelChips parcels={stop.parcels} />
          ))}
        {view.question !== null && <TokenQuestion question={view.question} />}
        <CodeField code={code} view={view} wait={wait} />
      </div>
      <Keypad keys={keys} disabled={isClosed} onCharacter={code.type} onDelete={code.remove} />
      {asks === 'hand-over' && (
        <DoorAside
          said={isParticular(view.particulars)}
          disabled={code.busy}
          onPress={(what) => onDraft(showDraft(draft, view.particulars, what))}
        />
      )}
    </main>
  );
};

type DoorAsideProps = {
  /** Something was said about the hand-over. */
  readonly said: boolean;
  readonly disabled: boolean;
  readonly onPress: (what: 'exception' | 'hand-over') => void;
};

/** What leads away from the code, in two buttons that are no keys. */
const DoorAside = ({ said, disabled, onPress }: DoorAsideProps) => {
  const { t } = useTranslation();
  return (
    <div className="door-asides">
      <button
        type="button"
        className="door-aside door-no-code"
        disabled={disabled}
        onClick={() => onPress('exception')}
      >
        {t('door.noCode')}
      </button>
      <button
        type="button"
        className="door-aside door-hand-to"
        data-said={said}
        disabled={disabled}
        onClick={() => onPress('hand-over')}
      >
        {t('door.handTo')}
      </button>
    </div>
  );
};
