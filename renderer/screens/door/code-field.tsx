import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { DoorView } from '../../../shared/ipc/view.ts';
import { BusyIcon, UncertainIcon } from '../../components/icons.tsx';
import { isParticular } from '../hand-over/hand-over-draft.ts';
import './code-field.css';
import { type CodeSlots, caretOf, type Group, placesOf, typedCount } from './code-slots.ts';
import { SaidLine } from './said-line.tsx';
import type { CodeEntry } from './use-code-entry.ts';

type Props = { readonly code: CodeEntry; readonly view: DoorView };
type Mood = 'ready' | 'verifying' | 'mistyped' | 'notTaken';

const moodOf = ({ code, view: { entry } }: Props): Mood => {
  if (code.busy) return 'verifying';
  if (code.notTaken) return 'notTaken';
  switch (entry) {
    case 'ready':
    case 'verifying':
    case 'mistyped':
      return entry;
    default:
      return assertNever(entry);
  }
};

/** What is said of a code, of the dispatcher's code, or of a token's digits. */
const wordsFor = ({ asks, form }: DoorView) => {
  if (asks === 'override') return 'override';
  return form === 'code' ? 'door' : 'token';
};

/** The code in two groups as it is typed, and under it the one sentence that matters. */
export const CodeField = (props: Props) => {
  const { t } = useTranslation();
  const { slots, busy, retype } = props.code;
  const { asks, particulars } = props.view;
  const mood = moodOf(props);
  const words = wordsFor(props.view);
  const said = asks === 'hand-over' && mood === 'ready' && isParticular(particulars);
  return (
    <section
      className="code-field"
      data-mood={mood}
      aria-label={t(`${words}.code`)}
      aria-busy={busy}
    >
      <div className="code-groups" dir="ltr">
        <CodeGroup group={0} label={t('door.retypeFirst')} slots={slots} onRetype={retype} />
        <CodeGroup group={1} label={t('door.retypeSecond')} slots={slots} onRetype={retype} />
      </div>
      {said ? (
        <SaidLine particulars={particulars} />
      ) : (
        <p className="code-says" role={mood === 'ready' ? undefined : 'alert'}>
          {mood === 'verifying' && <BusyIcon />}
          {(mood === 'mistyped' || mood === 'notTaken') && <UncertainIcon />}
          <span>
            {t(mood === 'ready' || mood === 'mistyped' ? `${words}.${mood}` : `door.${mood}`)}
          </span>
        </p>
      )}
      <output className="hidden-text">
        {t('door.typed', { count: typedCount(slots), total: slots.length })}
      </output>
    </section>
  );
};

type GroupProps = {
  readonly group: Group;
  readonly label: string;
  readonly slots: CodeSlots;
  readonly onRetype: (group: Group) => void;
};

const CodeGroup = ({ group, label, slots, onRetype }: GroupProps) => {
  const places = placesOf(slots, group);
  return (
    <button
      type="button"
      className="code-group"
      title={label}
      disabled={places.every((place) => slots[place] === 0)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onRetype(group)}
    >
      {places.map((place) => (
        <span key={place} className="code-slot" data-next={place === caretOf(slots)}>
          {slots[place] ? String.fromCharCode(slots[place]) : '\u00a0'}
        </span>
      ))}
    </button>
  );
};
