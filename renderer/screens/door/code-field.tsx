import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import { CODE_LENGTH } from '../../../shared/code/check-character.ts';
import type { DoorView } from '../../../shared/ipc/view.ts';
import { BusyIcon, UncertainIcon } from '../../components/icons.tsx';
import './code-field.css';
import { type CodeSlots, caretOf, GROUP_LENGTH, type Group, typedCount } from './code-slots.ts';
import type { CodeEntry } from './use-code-entry.ts';

type Props = { readonly code: CodeEntry } & Pick<DoorView, 'entry' | 'asks'>;
type Mood = 'ready' | 'verifying' | 'mistyped' | 'notTaken';

const moodOf = ({ code, entry }: Props): Mood => {
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

/** The code in two groups of five as it is typed, and under it the one sentence that matters. */
export const CodeField = (props: Props) => {
  const { t } = useTranslation();
  const { slots, busy, retype } = props.code;
  const mood = moodOf(props);
  const override = props.asks === 'override';
  const byOverride = override && (mood === 'ready' || mood === 'mistyped');
  return (
    <section
      className="code-field"
      data-mood={mood}
      aria-label={t(override ? 'override.code' : 'door.code')}
      aria-busy={busy}
    >
      <div className="code-groups" dir="ltr">
        <CodeGroup group={0} label={t('door.retypeFirst')} slots={slots} onRetype={retype} />
        <CodeGroup group={1} label={t('door.retypeSecond')} slots={slots} onRetype={retype} />
      </div>
      <p className="code-says" role={mood === 'ready' ? undefined : 'alert'}>
        {mood === 'verifying' && <BusyIcon />}
        {(mood === 'mistyped' || mood === 'notTaken') && <UncertainIcon />}
        <span>{t(byOverride ? `override.${mood}` : `door.${mood}`)}</span>
      </p>
      <output className="hidden-text">
        {t('door.typed', { count: typedCount(slots), total: CODE_LENGTH })}
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
  const first = group * GROUP_LENGTH;
  const places = Array.from({ length: GROUP_LENGTH }, (_, index) => first + index);
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
