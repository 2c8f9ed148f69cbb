import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { spanInWords } from '../../words/quantities.ts';
import { Entrance } from './entrance.tsx';

/** From everywhere together more may have been tried than from here. */
const LONGEST_WAIT_MS = 180_000;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

const useFaultWords = (error: Error | null): string | null => {
  const { t, i18n } = useTranslation();
  if (error === null) return null;
  switch (codeOf(error)) {
    case 'sign-in-refused':
      return t('signIn.refused');
    case 'too-many-tries':
      return t('signIn.wait', { span: spanInWords(LONGEST_WAIT_MS, i18n.language) });
    default:
      return t('signIn.failed');
  }
};

/** Name, password and the app's code, together: whatever is wrong, nobody learns which. */
export const SignInPage = () => {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = useMutation({
    mutationFn: (body: { name: string; password: string; code: string }) =>
      answerOf(central.POST('/v1/sign-in', { body })),
    onSuccess: () => {
      // What somebody else has seen in this window is not for whoever signs in now.
      queries.clear();
      router.history.push(next ?? '/');
    },
  });
  const fault = useFaultWords(signIn.error);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (signIn.isPending) return;
    const form = new FormData(event.currentTarget);
    signIn.mutate({
      name: textOf(form, 'name').trim(),
      password: textOf(form, 'password'),
      code: textOf(form, 'code').trim(),
    });
  };
  return (
    <Entrance title={t('signIn.title')}>
      <form className="entrance-form" onSubmit={send}>
        {fault !== null && <Fault>{fault}</Fault>}
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
        <button className="button" type="submit" aria-disabled={signIn.isPending}>
          {t('signIn.act')}
        </button>
        <p className="hint">{t('signIn.lost')}</p>
      </form>
    </Entrance>
  );
};
