import { useTranslation } from 'react-i18next';
import type { DoorView } from '../../../shared/ipc/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BackIcon } from '../../components/icons.tsx';
import { Keypad } from '../../components/keypad.tsx';
import { ParcelChips } from '../../components/parcel-chips.tsx';
import { CodeField } from './code-field.tsx';
import './door-screen.css';
import { useCodeEntry } from './use-code-entry.ts';
import { useTypedKeys } from './use-typed-keys.ts';

/** One question: what is the customer's code? */
export const DoorScreen = ({ view }: { view: DoorView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const code = useCodeEntry(view);
  const close = () => void ask['stop/close']({});
  useTypedKeys({ type: code.type, remove: code.remove, close });
  const { position, customer, address, parcels } = view.stop;
  const [street, ...rest] = address;
  return (
    <main className="screen door">
      <header className="door-head">
        <button type="button" className="door-back" aria-label={t('door.back')} onClick={close}>
          <BackIcon />
        </button>
        <div className="door-who">
          <h1>{street}</h1>
          <p className="door-customer">{customer}</p>
          <p className="door-rest">{[t('door.stop', { position }), ...rest].join(' · ')}</p>
        </div>
      </header>
      <div className="door-entry">
        {view.entry !== 'mistyped' && <ParcelChips parcels={parcels} />}
        <CodeField code={code} entry={view.entry} />
      </div>
      <Keypad disabled={code.busy} onCharacter={code.type} onDelete={code.remove} />
    </main>
  );
};
