import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { type OnceHeader, useVersionedAct } from '../../../api/versioned-act.ts';
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

/** A stop in the version in which it was seen. */
export type Versioned = { id: string; version: number };

/** A stop that somebody else changed; `now` undefined: it is not on the route any more. */
type Change = { readonly was: Stop; readonly now: Stop | undefined };

/**
 * An act on several stops as somebody saw them when they began. Those that others have changed meanwhile
 * are `changes` until somebody has looked; what is closed or gone then is left out.
 */
export const useStopsAct = <Body extends { readonly deliveries: readonly Versioned[] }>(
  { stops, now, onDone, onClose }: OnStops,
  send: (header: OnceHeader, body: Body) => Promise<{ readonly deliveries: readonly Outcome[] }>,
) => {
  const [seen, setSeen] = useState(stops);
  // Each stop has its version in the body.
  const act = useVersionedAct(0, send, ({ deliveries }) => onDone(deliveries));
  // What one's own act changes is nobody else's.
  const isOwn = act.isPending || act.isSuccess;
  const changes = seen.flatMap((was): readonly Change[] => {
    const is = now.find(({ id }) => id === was.id);
    return isOwn || is?.version === was.version ? [] : [{ was, now: is }];
  });
  const look = (): void => {
    const left = now.filter(({ id, status }) => status === 'open' && seen.some((s) => s.id === id));
    if (left.length === 0) onClose();
    else setSeen(left);
  };
  const deliveries = seen.map(({ id, version }) => ({ id, version }));
  return { ...act, seen, deliveries, changes, look };
};

/** So many are said one by one. */
const MOST = 12;

/** Why an act on several stops cannot be done before somebody has looked, or was not done. */
export const StopsFault = ({
  act: { changes, look, error },
}: {
  readonly act: {
    readonly changes: readonly Change[];
    readonly look: () => void;
    readonly error: Error | null;
  };
}) => {
  const { t: s } = useTranslation('stop');
  const factsOf = useStopFacts();
  const [first] = changes;
  if (first === undefined) {
    return error === null ? null : <Refusal error={error} stale={s('changed.many')} />;
  }
  if (changes.length === 1 && first.now !== undefined) {
    return <StopFault stop={first.now} act={{ isStale: true, look, error }} />;
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
      onLook={look}
    />
  );
};
