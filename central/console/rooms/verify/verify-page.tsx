import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading, noteAnotherView } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Mark } from '../../frame/mark.tsx';
import { judgeInWorker, type Progress, startJudge } from '../../verify/judge-in-worker.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { FileField } from './file-field.tsx';
import { VerdictView } from './verdict-view.tsx';
import './verify-page.css';

/** A browser holds a file several times while it reads it. */
const MAX_BYTES = 500_000_000;

type State =
  | { readonly step: 'choose'; readonly fault: 'failed' | 'tooLarge' | null }
  | { readonly step: 'check'; readonly name: string; readonly progress: Progress | null }
  | { readonly step: 'done'; readonly name: string; readonly verdict: Verdict };

/** Whoever waits longer sees how far it is. */
const SHOWN_AFTER_MS = 1_000;

const Checking = ({ name, progress }: Extract<State, { step: 'check' }>) => {
  const { t } = useTranslation('proof');
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const label = t('file.checking', { name });
  return (
    <div className="checking">
      <p role="status">{label}</p>
      {isLong && progress !== null && (
        <>
          <progress value={progress.done} max={progress.total} aria-label={label} />
          <p className="hint">{t('file.progress', progress)}</p>
        </>
      )}
    </div>
  );
};

/**
 * Checks a file that central wrote, in this browser, for anybody: no server is asked, and nobody has to
 * sign in.
 */
export const VerifyPage = () => {
  const { t } = useTranslation('proof');
  const [state, setState] = useState<State>({ step: 'choose', fault: null });
  useEffect(() => {
    startJudge();
    // What shows a key, when there is no network any more.
    void document.fonts.load('1em "Kerbside Mono"');
  }, []);
  const check = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) return setState({ step: 'choose', fault: 'tooLarge' });
    const { name } = file;
    const show = (progress: Progress | null) => setState({ step: 'check', name, progress });
    show(null);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const verdict = await judgeInWorker(bytes, show);
      noteAnotherView();
      setState({ step: 'done', name, verdict });
    } catch {
      setState({ step: 'choose', fault: 'failed' });
    }
  };
  const isDone = state.step === 'done';
  const field = (
    <FileField
      fault={state.step === 'choose' ? state.fault : null}
      label={t(isDone ? 'file.another' : 'file.choose')}
      onFile={(file) => void check(file)}
    />
  );
  return (
    <main className="verify">
      <RoomTitle room={t('file.title')} />
      <header className="verify-top">
        <Mark />
      </header>
      {isDone ? (
        <>
          <VerdictView name={state.name} verdict={state.verdict} />
          {field}
        </>
      ) : (
        <>
          <Heading>{t('file.title')}</Heading>
          <p className="verify-what">{t('file.what')}</p>
          {state.step === 'check' ? <Checking {...state} /> : field}
        </>
      )}
      <p className="hint">{t('file.page', { host: window.location.host })}</p>
    </main>
  );
};
