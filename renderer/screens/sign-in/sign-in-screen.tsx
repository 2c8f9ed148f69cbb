import { useTranslation } from 'react-i18next';
import type { SignInView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { BusyIcon, DockIcon } from '../../components/icons.tsx';
import { Keypad } from '../../components/keypad.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { useNow } from '../../components/use-now.ts';
import { useLocale } from '../../i18n/locale.tsx';
import { useTypedKeys } from '../door/use-typed-keys.ts';
import { refusalWords } from './refusal-words.ts';
import './sign-in-screen.css';
import { type PinEntry, usePinEntry } from './use-pin-entry.ts';

/** Who drives? A badge says it, or a number and a PIN. */
export const SignInScreen = ({ view }: { view: SignInView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const entry = usePinEntry(view);
  useTypedKeys({ type: entry.type, remove: entry.remove, close: () => entry.choose('number') });
  return (
    <main className="screen sign-in">
      <header className="sign-in-head">
        <div>
          <h1>{t('signIn.scan')}</h1>
          <p>{t('signIn.orType')}</p>
        </div>
        <button
          type="button"
          className="sign-in-dock"
          aria-label={t('route.toDock')}
          onClick={() => void ask['dock/start']({})}
        >
          <DockIcon />
        </button>
      </header>
      <div className="sign-in-fields">
        <Field entry={entry} field="number" shown={entry.number} />
        <Field entry={entry} field="pin" shown={'•'.repeat(entry.pinLength)} />
      </div>
      <SignInSays view={view} entry={entry} />
      <Keypad
        keys="digits"
        disabled={entry.busy}
        onCharacter={entry.type}
        onDelete={entry.remove}
      />
      <BigButton
        label={t(entry.field === 'number' ? 'step.next' : 'signIn.done')}
        onPress={entry.go}
      />
    </main>
  );
};

type FieldProps = {
  readonly entry: PinEntry;
  readonly field: PinEntry['field'];
  readonly shown: string;
};

const Field = ({ entry, field, shown }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="sign-in-field"
      aria-pressed={entry.field === field}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => entry.choose(field)}
    >
      <span className="sign-in-label">{t(`signIn.${field}`)}</span>
      <span className="sign-in-value" dir="ltr" data-many={shown.length > 6} aria-hidden="true">
        {shown || '\u00a0'}
      </span>
      <span className="hidden-text">
        {field === 'pin' ? t('signIn.digits', { count: entry.pinLength }) : entry.number}
      </span>
    </button>
  );
};

const SignInSays = ({ view, entry }: { view: SignInView; entry: PinEntry }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(5_000);
  const { refused } = view;
  const says = () => {
    if (entry.busy) {
      return (
        <p className="sign-in-checking">
          <BusyIcon />
          {t('signIn.checking')}
        </p>
      );
    }
    if (entry.fault !== null) {
      return <Notice text={t(entry.fault === 'short' ? 'signIn.short' : 'step.notTaken')} />;
    }
    if (refused === null) return null;
    const code = refused.reason === 'not-recorded' ? refused.problem : refused.reason;
    return (
      <div className="sign-in-refused">
        <Notice key={view.refusals} text={refusalWords(refused, { t, locale, now })} />
        <PhoneDetails code={code} stop={null} />
      </div>
    );
  };
  return <div className="sign-in-says">{says()}</div>;
};
