import { useTranslation } from 'react-i18next';
import type { DoorView } from '../../../shared/ipc/view.ts';
import { useAsk } from '../../bridge.tsx';
import { Keypad } from '../../components/keypad.tsx';
import { ParcelChips } from '../../components/parcel-chips.tsx';
import { type ExceptionDraft, showDraft, stepBack } from '../exception/draft.ts';
import { ExceptionScreen } from '../exception/exception-screen.tsx';
import { CodeField } from './code-field.tsx';
import { DoorHead } from './door-head.tsx';
import './door-screen.css';
import './override.css';
import { useCodeEntry } from './use-code-entry.ts';
import { useTypedKeys } from './use-typed-keys.ts';

type Props = {
  readonly view: DoorView;
  readonly draft: ExceptionDraft | null;
  readonly onDraft: (draft: ExceptionDraft) => void;
};

/** One question: what is the customer's code, or the dispatcher's? Or why is there none? */
export const DoorScreen = ({ view, draft, onDraft }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const code = useCodeEntry(view);
  const { stop, asks } = view;
  // What was typed of a code stays typed behind it, and a code that is on its way has the screen.
  const exception = draft?.shown === true && !code.busy ? draft : null;
  const back = () => {
    if (exception !== null) onDraft(stepBack(exception));
    else if (asks === 'override') void ask['override/leave']({});
    else void ask['stop/close']({});
  };
  useTypedKeys({ type: code.type, remove: code.remove, close: back });
  if (exception !== null) {
    return <ExceptionScreen stop={stop} draft={exception} onDraft={onDraft} onBack={back} />;
  }
  const noCode = (
    <button
      type="button"
      className="door-no-code"
      disabled={code.busy}
      onClick={() => onDraft(showDraft(draft, stop.delivery))}
    >
      {t('door.noCode')}
    </button>
  );
  return (
    <main className="screen door" data-asks={asks}>
      <DoorHead view={view} onBack={back} />
      <div className="door-entry">
        {view.entry !== 'mistyped' &&
          (asks === 'override' ? (
            <p className="door-whose">{`${stop.address[0]} · ${stop.customer}`}</p>
          ) : (
            <ParcelChips parcels={stop.parcels} />
          ))}
        <CodeField code={code} entry={view.entry} asks={asks} />
      </div>
      <Keypad
        disabled={code.busy}
        onCharacter={code.type}
        onDelete={code.remove}
        {...(asks === 'hand-over' ? { aside: noCode } : {})}
      />
    </main>
  );
};
