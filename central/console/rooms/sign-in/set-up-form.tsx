import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { deviceOf } from './device-of.ts';
import { faultWords } from './fault-words.ts';
import { NewAuthenticator } from './new-authenticator.tsx';
import { makePasskey } from './passkeys.ts';
import { useProvider, WaysIn } from './ways-in.tsx';

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

export type Begun = {
  readonly kind: 'first-admin' | 'invitation';
  readonly name: string | null;
  readonly authenticator: { readonly secret: string; readonly uri: string };
};

/** What somebody chose; a passkey goes without a password and without codes. */
type Chosen = { readonly name: string | null } & (
  | { readonly password: string; readonly code: string }
  | { readonly passkey: true }
);

const setUpPasskey = async (token: string, name: string | null): Promise<null> => {
  const { options } = await answerOf(
    central.POST('/v1/set-up/passkey/begin', { body: { token, name } }),
  );
  const credential = await makePasskey(options);
  const label = deviceOf(navigator.userAgent) ?? 'Kerbside';
  await answerOf(central.POST('/v1/set-up/passkey', { body: { token, name, label, credential } }));
  return null;
};

/** How whoever has the link wants to sign in; `onDone` gets the recovery codes, or null. */
export const SetUpForm = ({
  token,
  begun: { kind, name: known, authenticator },
  onDone,
}: {
  readonly token: string;
  readonly begun: Begun;
  readonly onDone: (recoveryCodes: readonly string[] | null) => void;
}) => {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const formId = useId();
  const typed = useRef<HTMLInputElement>(null);
  const isFirst = kind === 'first-admin';
  const nameGiven = (): string | null => (isFirst ? (typed.current?.value.trim() ?? '') : null);
  const provider = useProvider(() =>
    answerOf(
      central.POST('/v1/sign-in/provider/begin', { body: { token, name: nameGiven(), next: '/' } }),
    ),
  );
  const setUp = useMutationOnce({
    mutationFn: async (chosen: Chosen): Promise<readonly string[] | null> => {
      if ('passkey' in chosen) return setUpPasskey(token, chosen.name);
      const done = await answerOf(central.POST('/v1/set-up', { body: { token, ...chosen } }));
      return done.recoveryCodes;
    },
    onSuccess: (recoveryCodes) => {
      queries.clear();
      onDone(recoveryCodes);
    },
  });
  const fault = faultWords(setUp.error ?? provider.error, t, i18n.language);
  const isBusy = setUp.isPending || provider.isPending;
  /** The other ways need a name as well, and nothing else of the form. */
  const choose = (act: () => void): void => {
    if (isBusy || (isFirst && typed.current?.reportValidity() !== true)) return;
    setUp.reset();
    provider.reset();
    act();
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [password, code] = [textOf(form, 'password'), textOf(form, 'code')];
    choose(() => setUp.mutate({ name: nameGiven(), password, code: code.replace(/\s/g, '') }));
  };
  return (
    <div className="entrance-form">
      <p>{isFirst ? t('setUp.first') : t('setUp.invited', { name: known ?? '' })}</p>
      {fault !== null && <Fault>{fault}</Fault>}
      {isFirst && (
        <Field
          ref={typed}
          form={formId}
          label={t('setUp.name')}
          name="name"
          autoComplete="username"
          maxLength={80}
          required
        />
      )}
      <WaysIn
        passkeyWords={t('setUp.passkey')}
        isBusy={isBusy}
        onPasskey={() => choose(() => setUp.mutate({ name: nameGiven(), passkey: true }))}
        onProvider={() => choose(() => provider.mutate())}
      />
      <form id={formId} className="entrance-form" onSubmit={send}>
        {!isFirst && (
          <input type="hidden" name="name" autoComplete="username" value={known ?? ''} />
        )}
        <Field
          label={t('setUp.password')}
          hint={t('setUp.passwordHint')}
          name="password"
          type="password"
          autoComplete="new-password"
          required
        />
        <NewAuthenticator authenticator={authenticator} />
        <button className="button" type="submit" aria-disabled={isBusy}>
          {t('setUp.act')}
        </button>
      </form>
    </div>
  );
};
