import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../bridge.tsx';
import { BackIcon } from '../../components/icons.tsx';
import './it-screen.css';

type Props = {
  /** The class of the screen, beside that of all of IT's. */
  readonly of: string;
  readonly title: string;
  /** Null where there is no way back. */
  readonly onBack?: (() => void) | null;
  readonly children: ReactNode;
  /** What stays at the bottom edge. */
  readonly foot?: ReactNode;
};

/** One of IT's screens: what it is, the way back, and a body that may be longer than the window. */
export const ItScreen = ({ of, title, onBack, children, foot }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const back = onBack === undefined ? () => void ask['it/close']({}) : onBack;
  return (
    <main className={`screen it ${of}`}>
      <header className="it-head">
        {back !== null && (
          <button type="button" className="it-back" aria-label={t('it.back')} onClick={back}>
            <BackIcon />
          </button>
        )}
        <h1>{title}</h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="it-body" aria-label={title} tabIndex={0}>
        {children}
      </section>
      {foot !== undefined && <footer className="it-foot">{foot}</footer>}
    </main>
  );
};
