import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import { isParticular } from '../../../shared/terminal/door/hand-over-draft.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { BusyIcon, UncertainIcon } from '../../components/icons.tsx';
import './code-field.css';
import { type CodeSlots, caretOf, type Group, placesOf, typedCount } from './code-slots.ts';
import { SaidLine } from './said-line.tsx';
import type { CodeEntry } from './use-code-entry.ts';
import type { Wait } from './use-wait.ts';

type Props = {
  readonly code: CodeEntry;
  readonly view: DoorView;
  /** Why none can be typed now. */
  readonly wait: Wait | null;
};
type Mood = 'ready' | 'verifying' | 'mistyped' | 'notTaken' | 'wait';

const moodOf = ({ code, view: { entry }, wait }: Props): Mood => {
  if (code.busy) return 'verifying';
  if (wait !== null) return 'wait';
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

/** How long it must be waited, as it counts down; or who helps. */
const waitWords = (wait: Wait | null, asks: DoorView['asks'], t: TFunction): string => {
  const seconds = wait?.seconds ?? null;
  if (seconds === null) return t(asks === 'override' ? 'door.lockedForAll' : 'door.locked');
  return seconds <= 90
    ? t('door.waitSeconds', { count: seconds })
    : t('door.waitMinutes', { count: Math.ceil(seconds / 60) });
};

/** The code in two groups as it is typed, and under it the one sentence that matters. */
export const CodeField = (props: Props) => {
  const { t } = useTranslation();
  const { slots, busy, retype } = props.code;
  const { asks, particulars } = props.view;
  const mood = moodOf(props);
  const words = wordsFor(props.view);
  const said = asks === 'hand-over' && mood === 'ready' && isParticular(particulars);
  const says = (): string => {
    switch (mood) {
      case 'wait':
        return waitWords(props.wait, asks, t);
      case 'ready':
      case 'mistyped':
        return t(`${words}.${mood}`);
      case 'verifying':
      case 'notTaken':
        return t(`door.${mood}`);
      default:
        return assertNever(mood);
    }
  };
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
        <p className="code-says" role={mood === 'ready' || mood === 'wait' ? undefined : 'alert'}>
          {mood === 'verifying' && <BusyIcon />}
          {(mood === 'mistyped' || mood === 'notTaken' || mood === 'wait') && <UncertainIcon />}
          <span>{says()}</span>
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
