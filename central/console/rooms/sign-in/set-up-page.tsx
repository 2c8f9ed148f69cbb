import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, CentralRefused } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { Qr } from '../../components/qr.tsx';
import { Loading } from '../../frame/failures.tsx';
import { Entrance } from './entrance.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { takeLinkToken } from './take-link-token.ts';

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

const useFaultWords = (error: Error | null): string | null => {
  const { t } = useTranslation();
  if (error === null) return null;
  const why = error instanceof CentralRefused ? error.problem?.['why'] : null;
  switch (codeOf(error)) {
    case 'password-weak':
      return why === 'too-short' ? t('setUp.tooShort') : t('setUp.easy');
    case 'code-wrong':
      return t('setUp.codeWrong');
    case 'name-missing':
      return t('setUp.nameMissing');
    case 'name-taken':
      return t('setUp.nameTaken');
    case 'link-over':
      return t('setUp.over');
    default:
      return t('signIn.failed');
  }
};

type Begun = {
  readonly kind: 'first-admin' | 'invitation';
  readonly name: string | null;
  readonly authenticator: { readonly secret: string; readonly uri: string };
};

/** In groups of four, as it is typed. */
const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

const SetUpForm = ({
  token,
  begun,
  onDone,
}: {
  readonly token: string;
  readonly begun: Begun;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { kind, name, authenticator } = begun;
  const setUp = useMutation({
    mutationFn: (given: { name: string | null; password: string; code: string }) =>
      answerOf(central.POST('/v1/set-up', { body: { token, ...given } })),
    onSuccess: ({ recoveryCodes }) => {
      queries.clear();
      onDone(recoveryCodes);
    },
  });
  const fault = useFaultWords(setUp.error);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (setUp.isPending) return;
    const form = new FormData(event.currentTarget);
    setUp.mutate({
      name: kind === 'first-admin' ? textOf(form, 'name').trim() : null,
      password: textOf(form, 'password'),
      code: textOf(form, 'code').replace(/\s/g, ''),
    });
  };
  return (
    <form className="entrance-form" onSubmit={send}>
      <p>{kind === 'first-admin' ? t('setUp.first') : t('setUp.invited', { name: name ?? '' })}</p>
      {fault !== null && <Fault>{fault}</Fault>}
      {kind === 'first-admin' ? (
        <Field
          label={t('setUp.name')}
          name="name"
          autoComplete="username"
          maxLength={80}
          required
        />
      ) : (
        <input type="hidden" name="name" autoComplete="username" value={name ?? ''} />
      )}
      <Field
        label={t('setUp.password')}
        hint={t('setUp.passwordHint')}
        name="password"
        type="password"
        autoComplete="new-password"
        required
      />
      <fieldset className="authenticator">
        <legend>{t('setUp.app')}</legend>
        <Qr text={authenticator.uri} label={t('setUp.qr')} />
        <p className="hint">
          {t('setUp.secret')} <code dir="ltr">{inGroups(authenticator.secret)}</code>
        </p>
      </fieldset>
      <Field
        label={t('setUp.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
      <button className="button" type="submit" aria-disabled={setUp.isPending}>
        {t('setUp.act')}
      </button>
    </form>
  );
};

/**
 * Where a link leads that is good once: somebody chooses how they sign in, and is signed in then. The
 * link's token is taken out of the address at once, and is in this page's memory alone.
 */
export const SetUpPage = () => {
  const { t } = useTranslation();
  const router = useRouter();
  const [token] = useState(takeLinkToken);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const begin = useQuery({
    queryKey: ['set-up', token],
    queryFn: () => answerOf(central.POST('/v1/set-up/begin', { body: { token: token ?? '' } })),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (recoveryCodes !== null) {
    return (
      <Entrance title={t('setUp.codes')}>
        <RecoveryCodes codes={recoveryCodes} onKept={() => router.history.push('/')} />
      </Entrance>
    );
  }
  if (token === null) {
    return (
      <Entrance title={t('setUp.reopen')}>
        <p>{t('setUp.reopenNext')}</p>
      </Entrance>
    );
  }
  if (begin.isError) {
    const isOver = codeOf(begin.error) === 'link-over';
    return (
      <Entrance title={isOver ? t('setUp.over') : t('state.failed')}>
        {isOver && <p>{t('setUp.overNext')}</p>}
      </Entrance>
    );
  }
  return (
    <Entrance title={t('setUp.title')}>
      {begin.data === undefined ? (
        <Loading />
      ) : (
        <SetUpForm token={token} begun={begin.data} onDone={setRecoveryCodes} />
      )}
    </Entrance>
  );
};
