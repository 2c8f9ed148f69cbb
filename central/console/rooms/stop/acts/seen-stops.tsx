import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { Changed } from '../../../components/changed.tsx';
import type { Outcome } from './code-acts.tsx';
import { Refusal } from './refusal.tsx';
import { StopFault } from './stop-fault.tsx';
import { useStopFacts } from './use-stop-facts.ts';

/** Something that is done with several stops of one depot: all of them, or none. */
export type OnStops = {
  readonly depot: string;
  /** Those that are chosen. */
  readonly stops: readonly Stop[];
  /** All that are known, as they are now. */
  readonly now: readonly Stop[];
  readonly onDone: (outcomes: readonly Outcome[]) => void;
  readonly onClose: () => void;
};

/** A stop that somebody else changed; `now` undefined: it is not on the route any more. */
type Change = { readonly was: Stop; readonly now: Stop | undefined };

/**
 * Several stops as somebody saw them when they began an act. Those that others have changed meanwhile
 * are `changes` until somebody has looked; what is closed or gone then is left out.
 */
export const useSeenStops = ({ stops, now, onClose }: OnStops) => {
  const [seen, setSeen] = useState(stops);
  const changes = seen.flatMap((was): readonly Change[] => {
    const is = now.find(({ id }) => id === was.id);
    return is?.version === was.version ? [] : [{ was, now: is }];
  });
  const look = (): void => {
    const left = now.filter(({ id, status }) => status === 'open' && seen.some((s) => s.id === id));
    if (left.length === 0) onClose();
    else setSeen(left);
  };
  return { seen, changes, look };
};

/** So many are said one by one. */
const MOST = 12;

/** Why an act on several stops cannot be done before somebody has looked, or was not done. */
export const StopsFault = ({
  changes,
  onLook,
  error,
}: {
  readonly changes: readonly Change[];
  readonly onLook: () => void;
  readonly error: Error | null;
}) => {
  const { t: s } = useTranslation('stop');
  const factsOf = useStopFacts();
  const [first] = changes;
  if (first === undefined) {
    return error === null ? null : <Refusal error={error} stale={s('changed.many')} />;
  }
  if (changes.length === 1 && first.now !== undefined) {
    return <StopFault stop={first.now} isChanged onLook={onLook} error={error} />;
  }
  const lines = changes.slice(0, MOST).map(({ was, now }) => {
    if (now === undefined) return `${was.address.join(', ')} · ${s('changed.gone')}`;
    const [route = '', state = '', arrival = '', customer = '', address = ''] = factsOf(now);
    return [address, customer, route, state, arrival].join(' · ');
  });
  return (
    <Changed
      title={[s('changed.many')]}
      facts={changes.length > MOST ? [...lines, '…'] : lines}
      look={s('changed.look')}
      onLook={onLook}
    />
  );
};
