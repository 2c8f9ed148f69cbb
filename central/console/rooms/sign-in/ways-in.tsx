import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { isHostName } from './is-host-name.ts';

/** By what one may sign in at this central, in this window: browsers refuse passkeys at an IP address. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: async () => {
    const ways = await answerOf(central.GET('/v1/sign-in'));
    return { ...ways, passkeys: ways.passkeys && isHostName(window.location.hostname) };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Leaves for the company's identity provider, by the address that `begin` gives; comes back by itself. */
export const useProvider = (begin: () => Promise<{ readonly url: string }>) =>
  useMutationOnce({ mutationFn: begin, onSuccess: ({ url }) => window.location.assign(url) });

/** The ways in without a password, where there are any, above the one with. */
export const WaysIn = ({
  passkeyWords,
  isBusy,
  onPasskey,
  onProvider,
}: {
  readonly passkeyWords: string;
  readonly isBusy: boolean;
  readonly onPasskey: () => void;
  readonly onProvider: () => void;
}) => {
  const { t } = useTranslation();
  const { data: ways } = useQuery(waysQuery);
  const provider = ways?.identityProvider ?? null;
  if (ways === undefined || !(ways.passkeys || provider !== null)) return null;
  return (
    <div className="ways-in">
      {ways.passkeys && (
        <button className="button" type="button" aria-disabled={isBusy} onClick={onPasskey}>
          {passkeyWords}
        </button>
      )}
      {provider !== null && (
        <button className="quiet-button" type="button" aria-disabled={isBusy} onClick={onProvider}>
          {t('signIn.provider', { provider })}
        </button>
      )}
      <p className="ways-or">{t('signIn.orPassword')}</p>
    </div>
  );
};
