import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import { meQuery } from '../../api/queries.ts';
import { Loading } from '../../frame/failures.tsx';
import { Entrance } from './entrance.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpForm } from './set-up-form.tsx';
import { takeLinkToken } from './take-link-token.ts';

/** Who loads this page anew has no link in it any more; if they are in, their codes may be lost. */
const WithoutLink = () => {
  const { t } = useTranslation();
  const { data: me, isPending } = useQuery({ ...meQuery, retry: false });
  if (isPending) return <Loading />;
  if (me === undefined) {
    return (
      <Entrance title={t('setUp.reopen')}>
        <p>{t('setUp.reopenNext')}</p>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('setUp.isSetUp')}>
      <p>{t('setUp.codesGone')}</p>
      <Link className="button" to="/settings/you">
        {t('setUp.toYou')}
      </Link>
      <Link className="quiet-button" to="/">
        {t('setUp.goOn')}
      </Link>
    </Entrance>
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
    enabled: token !== null && recoveryCodes === null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const goOn = (): void => router.history.push('/');
  if (recoveryCodes !== null) {
    return (
      <Entrance title={t('setUp.codes')}>
        <RecoveryCodes codes={recoveryCodes} onKept={goOn} />
      </Entrance>
    );
  }
  if (token === null) return <WithoutLink />;
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
        <SetUpForm
          token={token}
          begun={begin.data}
          onDone={(codes) => (codes === null ? goOn() : setRecoveryCodes(codes))}
        />
      )}
    </Entrance>
  );
};
