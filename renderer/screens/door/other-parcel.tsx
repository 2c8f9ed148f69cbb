import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { ForwardIcon, UncertainIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import '../verdict/verdict-screen.css';

type Props = {
  readonly stop: StopView;
  /** Where the parcel belongs that was scanned. */
  readonly elsewhere: StopView;
  readonly onStay: () => void;
};

/** A parcel that is not for this door, said as large as a verdict: it must not be handed over here. */
export const OtherParcel = ({ stop, elsewhere, onStay }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <main className="screen verdict" data-tone="uncertain" data-elsewhere>
      <div className="verdict-says" role="alert">
        <div className="verdict-icon">
          <UncertainIcon />
        </div>
        <div className="verdict-words" data-wordy="true">
          <h1>{t('otherParcel.title')}</h1>
          <p className="verdict-what">
            {t('otherParcel.what', {
              position: elsewhere.position,
              place: elsewhere.address[0] ?? '',
            })}
          </p>
          <p className="verdict-next">{t('otherParcel.next', { place: stop.address[0] ?? '' })}</p>
        </div>
      </div>
      <div className="verdict-acts">
        <SideButton
          place="verdict-override"
          icon={<ForwardIcon />}
          label={t('route.open', { position: elsewhere.position })}
          onPress={() => void ask['stop/open']({ delivery: elsewhere.delivery })}
        />
        <BigButton ref={button} label={t('otherParcel.stay')} onPress={onStay} />
      </div>
    </main>
  );
};
