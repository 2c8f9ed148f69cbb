import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import {
  createContext,
  type FormEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import { meQuery } from '../../api/queries.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { faultWords } from '../sign-in/fault-words.ts';
import { showPasskey } from '../sign-in/passkeys.ts';
import { useProvider, waysQuery } from '../sign-in/ways-in.tsx';

/** Does an act; if central wants to know once more who it is, asks that first, and goes on then. */
type Prove = <T>(act: () => Promise<T>) => Promise<T>;
type Proof = { readonly prove: Prove; readonly isAsking: boolean };

const Proving = createContext<Proof>({ prove: (act) => act(), isAsking: false });

/** What lets somebody in goes through this. Leaving the question rejects, as `isLeft` says. */
export const useProof = (): Proof => use(Proving);

const LEFT = 'the person left the question who they are';
export const isLeft = (error: unknown): boolean => error instanceof Error && error.message === LEFT;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

type Given = { readonly password: string; readonly code: string } | 'passkey';

const WAYS_BACK: readonly string[] = ['BACK', 'FORWARD', 'GO'];

const Question = ({
  onProved,
  onLeft,
}: {
  readonly onProved: () => void;
  readonly onLeft: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const { signsInWith } = useSuspenseQuery(meQuery).data;
  const { data: ways } = useQuery(waysQuery);
  const prove = useMutationOnce({
    mutationFn: async (given: Given) => {
      if (given !== 'passkey') return answerOf(central.POST('/v1/me/proof', { body: given }));
      const credential = await showPasskey();
      return answerOf(central.POST('/v1/me/proof/passkey', { body: { credential } }));
    },
    onSuccess: onProved,
  });
  const provider = useProvider(() =>
    answerOf(central.POST('/v1/me/proof/provider', { body: { next: window.location.pathname } })),
  );
  // The way back leads out of the question, and not out of what it is asked for.
  useBlocker({
    enableBeforeUnload: false,
    shouldBlockFn: ({ action }) => {
      onLeft();
      return WAYS_BACK.includes(action);
    },
  });
  const fault = faultWords(prove.error ?? provider.error, t, i18n.language);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (prove.isPending) return;
    const form = new FormData(event.currentTarget);
    prove.mutate({ password: textOf(form, 'password'), code: textOf(form, 'code').trim() });
  };
  const hasPasskey = signsInWith.passkeys > 0;
  const company = signsInWith.identityProvider ? (ways?.identityProvider ?? null) : null;
  return (
    <TaskDialog title={t('settings.proof.title')} onClose={onLeft}>
      <p>{t('settings.proof.what')}</p>
      {fault !== null && <Fault>{fault}</Fault>}
      {hasPasskey && (
        <button
          className="button"
          type="button"
          aria-disabled={prove.isPending}
          onClick={() => !prove.isPending && prove.mutate('passkey')}
        >
          {t('settings.proof.passkey')}
        </button>
      )}
      {company !== null && (
        <>
          <button className="quiet-button" type="button" onClick={() => provider.mutate()}>
            {t('settings.proof.provider', { provider: company })}
          </button>
          <p className="hint">{t('settings.proof.providerNext')}</p>
        </>
      )}
      {signsInWith.password && (
        <form className="setting-form" onSubmit={send}>
          <Field
            label={t('signIn.password')}
            name="password"
            type="password"
            autoComplete="current-password"
            autoFocus={!hasPasskey}
            required
          />
          <Field
            label={t('signIn.code')}
            hint={t('signIn.codeHint')}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="off"
            spellCheck={false}
            required
          />
          <button
            className={hasPasskey ? 'quiet-button' : 'button'}
            type="submit"
            aria-disabled={prove.isPending}
          >
            {t('settings.proof.act')}
          </button>
        </form>
      )}
      <button className="quiet-button" type="button" onClick={onLeft}>
        {t('settings.act.cancel')}
      </button>
    </TaskDialog>
  );
};

type Waiting = { readonly go: () => void; readonly leave: () => void };

/**
 * Asks whoever is signed in who they are, for what is done inside of it. All that waits goes on then;
 * none of it goes on, or waits, once somebody has left the question or the room.
 */
export const ProofGate = ({ children }: { readonly children: ReactNode }) => {
  const waiting = useRef<readonly Waiting[]>([]);
  const [isAsking, setAsking] = useState(false);
  const prove = useCallback(async <T,>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (codeOf(error) !== 'sign-in-stale') throw error;
      await new Promise<void>((go, leave) => {
        const one: Waiting = { go, leave: () => leave(new Error(LEFT)) };
        waiting.current = [...waiting.current, one];
        setAsking(true);
      });
      return await act();
    }
  }, []);
  const end = useCallback((how: keyof Waiting): void => {
    const those = waiting.current;
    waiting.current = [];
    setAsking(false);
    for (const one of those) one[how]();
  }, []);
  useEffect(() => () => end('leave'), [end]);
  const proof = useMemo(() => ({ prove, isAsking }), [prove, isAsking]);
  return (
    <Proving value={proof}>
      {children}
      {isAsking && <Question onProved={() => end('go')} onLeft={() => end('leave')} />}
    </Proving>
  );
};
