import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { Entrance } from './entrance.tsx';
import { faultWords, providerFaultWords } from './fault-words.ts';
import { showPasskey } from './passkeys.ts';
import { takeProblem } from './take-problem.ts';
import { useProvider, WaysIn } from './ways-in.tsx';

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

type Given = { readonly name: string; readonly password: string; readonly code: string };

/**
 * By passkey, at the company's identity provider, or by name, password and the app's code, together:
 * whatever is wrong, nobody learns which.
 */
export const SignInPage = () => {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const [told] = useState(takeProblem);
  const provider = useProvider(() =>
    answerOf(central.POST('/v1/sign-in/provider/begin', { body: { next: next ?? '/' } })),
  );
  const signIn = useMutationOnce({
    mutationFn: async (given: Given | 'passkey') => {
      if (given !== 'passkey') return answerOf(central.POST('/v1/sign-in', { body: given }));
      const credential = await showPasskey();
      return answerOf(central.POST('/v1/sign-in/passkey', { body: { credential } }));
    },
    onSuccess: () => {
      // What somebody else has seen in this window is not for whoever signs in now.
      queries.clear();
      router.history.push(next ?? '/');
    },
  });
  const isBusy = signIn.isPending || provider.isPending;
  const isUntried = signIn.isIdle && provider.isIdle;
  const fault = isUntried
    ? providerFaultWords(told, t, i18n.language)
    : faultWords(signIn.error ?? provider.error, t, i18n.language);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    provider.reset();
    signIn.mutate({
      name: textOf(form, 'name').trim(),
      password: textOf(form, 'password'),
      code: textOf(form, 'code').trim(),
    });
  };
  return (
    <Entrance title={t('signIn.title')}>
      {fault !== null && <Fault>{fault}</Fault>}
      <WaysIn
        passkeyWords={t('signIn.passkey')}
        isBusy={isBusy}
        onPasskey={() => {
          provider.reset();
          if (!isBusy) signIn.mutate('passkey');
        }}
        onProvider={() => {
          signIn.reset();
          if (!isBusy) provider.mutate();
        }}
      />
      <form className="entrance-form" onSubmit={send}>
        <Field label={t('signIn.name')} name="name" autoComplete="username" required />
        <Field
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
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
        <button className="button" type="submit" aria-disabled={isBusy}>
          {t('signIn.act')}
        </button>
        <p className="hint">{t('signIn.lost')}</p>
      </form>
    </Entrance>
  );
};
