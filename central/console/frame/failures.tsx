import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { statusOf } from '../api/client.ts';
import { Notice } from '../components/notice.tsx';
import { RoomTitle } from '../components/room-title.tsx';
import { useDepots } from './use-depot.ts';

/** There is no such address. */
export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <>
      <RoomTitle room={t('state.notFound')} />
      <Notice
        title={t('state.notFound')}
        act={
          <Link className="button" to="/depot">
            {t('state.toDepot')}
          </Link>
        }
      >
        <p>{t('state.notFoundNext')}</p>
      </Notice>
    </>
  );
};

/** The address names a depot that is none of theirs: another one is not shown in its place unasked. */
export const UnknownDepot = () => {
  const { t } = useTranslation();
  const [first] = useDepots();
  return (
    <>
      <RoomTitle room={t('state.unknownDepot')} />
      <Notice
        title={t('state.unknownDepot')}
        act={
          first !== undefined && (
            <Link className="button" to="/depot" search={{ depot: first.id }}>
              {first.name}
            </Link>
          )
        }
      >
        <p>{t('state.unknownDepotNext')}</p>
      </Notice>
    </>
  );
};

/** A room that could not be loaded: why, and what to do. */
export const Failed = ({ error }: ErrorComponentProps) => {
  const { t } = useTranslation();
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  if (statusOf(error) === 403) {
    return (
      <Notice title={t('state.forbidden')}>
        <p>{t('state.forbiddenNext')}</p>
      </Notice>
    );
  }
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <Notice
      title={t('state.failed')}
      act={
        <Button className="button" onPress={again}>
          {t('state.again')}
        </Button>
      }
    />
  );
};

/** Until a room is there. */
export const Loading = () => {
  const { t } = useTranslation();
  return (
    <p className="loading" role="status">
      {t('state.loading')}
    </p>
  );
};
