import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { Changed } from '../../../components/changed.tsx';
import { Refusal } from './refusal.tsx';
import { useStopFacts } from './use-stop-facts.ts';

/** Why an act on a stop cannot be done before somebody has looked, or was not done. */
export const StopFault = ({
  stop,
  act: { isStale, look, error },
}: {
  readonly stop: Stop;
  readonly act: {
    /** Somebody else changed it, and whoever does the act has not looked yet. */
    readonly isStale: boolean;
    readonly look: () => void;
    readonly error: Error | null;
  };
}) => {
  const { t: s } = useTranslation('stop');
  const factsOf = useStopFacts();
  if (isStale) {
    return (
      <Changed
        title={[s('changed.title'), s('changed.what')]}
        facts={factsOf(stop)}
        look={s('changed.look')}
        onLook={look}
      />
    );
  }
  return error === null ? null : <Refusal error={error} stale={s('changed.title')} />;
};
