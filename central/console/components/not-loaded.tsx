import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { Fault } from './fault.tsx';
import './not-loaded.css';

type Asked = {
  readonly data: unknown;
  readonly isError: boolean;
  readonly refetch: () => Promise<unknown>;
};

/**
 * Stands where a part of a page would be that could not be loaded: with nothing in its place it would
 * say that there is nothing. Nothing, if all is there or on its way.
 */
export const NotLoaded = ({ asked }: { readonly asked: readonly Asked[] }) => {
  const { t } = useTranslation();
  const failed = asked.filter(({ data, isError }) => isError && data === undefined);
  if (failed.length === 0) return null;
  return (
    <div className="not-loaded">
      <Fault>{t('state.failed')}</Fault>
      <Button
        className="quiet-button"
        onPress={() => {
          for (const one of failed) void one.refetch();
        }}
      >
        {t('state.again')}
      </Button>
    </div>
  );
};
