import type { DayRoute, Stop } from '../../api/dispatch.ts';
import { Assign } from '../stop/acts/assign.tsx';
import { Cancel } from '../stop/acts/cancel.tsx';
import type { Outcome } from '../stop/acts/code-acts.tsx';
import { Move } from '../stop/acts/move.tsx';
import type { RouteAct } from '../stop/acts/offered.ts';
import '../stop/acts/acts.css';

/** The dialog of an act on a route, or on several of its stops. */
export const RouteActs = ({
  act,
  depot,
  route,
  stops,
  chosen,
  onDone,
  onClose,
}: {
  readonly act: RouteAct;
  readonly depot: string;
  readonly route: DayRoute;
  /** All stops of the route, and those of them that are chosen. */
  readonly stops: readonly Stop[];
  readonly chosen: readonly Stop[];
  readonly onDone: (outcomes: readonly Outcome[]) => void;
  readonly onClose: () => void;
}) => {
  if (act === 'assign') {
    return <Assign depot={depot} route={route} onDone={() => onDone([])} onClose={onClose} />;
  }
  const on = { depot, stops: chosen, now: stops, onDone, onClose };
  return act === 'move-many' ? <Move {...on} /> : <Cancel {...on} />;
};
