import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Tone } from '../../../shared/terminal/door/tone.ts';
import type { VerdictView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { CallPanel } from '../../components/call/call-panel.tsx';
import { DispatcherButton } from '../../components/dispatcher-button.tsx';
import { AcceptedIcon, RefusedIcon, UncertainIcon } from '../../components/icons.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';
import { useNow } from '../../components/use-now.ts';
import { useLocale } from '../../i18n/locale.tsx';
import { callsDispatcher } from './calls-dispatcher.ts';
import { toneOf } from './tone.ts';
import './verdict-screen.css';
import { wordsOf } from './verdict-words.ts';

/** Covers everything, until it is acknowledged. Also for eyes that cannot see it: an alert. */
export const VerdictScreen = ({ view }: { view: VerdictView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  const { verdict, stop } = view;
  // A lock says how long it still holds.
  const now = useNow(1_000);
  const tone = toneOf(verdict);
  const words = wordsOf(view, { t, locale: useLocale(), now });
  return (
    <main className="screen verdict" data-tone={tone}>
      {verdict.result === 'refused' && <PhoneDetails code={verdict.refusal.reason} stop={stop} />}
      <div className="verdict-says" role="alert">
        <div className="verdict-icon">
          <ToneIcon tone={tone} />
        </div>
        <div
          className="verdict-words"
          data-wordy={words.next.length + (words.where?.length ?? 0) > 60}
        >
          <h1>{words.title}</h1>
          <p className="verdict-what">
            <bdi>{words.what}</bdi>
          </p>
          {words.where !== undefined && (
            <p className="verdict-where">
              <bdi>{words.where}</bdi>
            </p>
          )}
          <p className="verdict-next">{words.next}</p>
          {words.also !== undefined && <p className="verdict-also">{words.also}</p>}
          {view.waiting > 0 && (
            <p className="verdict-waiting">{t('verdict.waiting', { count: view.waiting })}</p>
          )}
        </div>
        {callsDispatcher(verdict) && <CallPanel />}
      </div>
      <div className="verdict-acts">
        {verdict.result === 'refused' && verdict.mayOverride && stop !== null && (
          <DispatcherButton
            place="verdict-override"
            onPress={() => void ask['override/ask']({ delivery: stop.delivery })}
          />
        )}
        <BigButton
          ref={button}
          label={words.act}
          onPress={() => void ask['verdict/acknowledge']({ id: view.id })}
        />
      </div>
    </main>
  );
};

const ToneIcon = ({ tone }: { tone: Tone }) => {
  switch (tone) {
    case 'accepted':
      return <AcceptedIcon />;
    case 'refused':
      return <RefusedIcon />;
    case 'uncertain':
      return <UncertainIcon />;
    default:
      return assertNever(tone);
  }
};
