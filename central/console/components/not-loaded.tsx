import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { Fault } from './fault.tsx';
import { keepKeys } from './keep-keys.ts';
import './not-loaded.css';

type Asked = {
  readonly data: unknown;
  readonly isError: boolean;
  readonly refetch: () => Promise<unknown>;
};

/**
 * Stands where a part of a page would be that could not be loaded: with nothing in its place it would
 * say that there is nothing. Nothing, if all is there or on its way for the first time.
 */
export const NotLoaded = ({ asked }: { readonly asked: readonly Asked[] }) => {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const failed = asked.filter(({ data, isError }) => isError && data === undefined);
  if (failed.length === 0 && !isAsking) return null;
  const again = async (): Promise<void> => {
    setAsking(true);
    await Promise.allSettled(failed.map((one) => one.refetch()));
    setAsking(false);
  };
  return (
    <div className="not-loaded" ref={keepKeys}>
      <Fault>{t('state.failed')}</Fault>
      <Button
        className="quiet-button"
        aria-disabled={isAsking}
        onPress={() => {
          if (!isAsking) void again();
        }}
      >
        {t('state.again')}
      </Button>
    </div>
  );
};
