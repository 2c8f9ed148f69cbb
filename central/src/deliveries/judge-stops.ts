import type { DeliveryId, ParcelLabel } from '../../../shared/protocol/ids.ts';
import type { LabelHolder } from './find-label-holders.ts';
import type { SeenLabels } from './find-seen-labels.ts';
import type { LineProblem } from './new-stop.ts';

type Wanted = {
  readonly line: number;
  readonly place: string;
  readonly parcels: readonly ParcelLabel[];
  /** Who has its place: an earlier row of the file, a delivery from before it, or nobody. */
  readonly placeRow: number | null;
  readonly placeTaken: DeliveryId | null;
};

export type Judged<T> = {
  readonly accepted: readonly T[];
  readonly problems: readonly LineProblem[];
  /** The deliveries that are over, and must end so that the accepted stops can have their labels. */
  readonly ending: ReadonlySet<DeliveryId>;
};

const positionProblem = (line: number, other: number | null): LineProblem => ({
  line,
  column: 'position',
  code: other === null ? 'position-taken' : 'position-twice',
  reason:
    other === null
      ? 'The route already has a stop at this position.'
      : `Row ${other} has the same position in the same route.`,
});

const labelProblem = (line: number, other: number | null): LineProblem => ({
  line,
  column: 'parcels',
  code: other === null ? 'label-in-use' : 'label-twice',
  reason:
    other === null
      ? 'A label belongs to another open delivery in this depot.'
      : `Row ${other} has a parcel with the same label.`,
});

/** By the stop that wants what is held. */
const byStop = (holders: readonly LabelHolder[]): ReadonlyMap<number, readonly LabelHolder[]> => {
  const map = new Map<number, LabelHolder[]>();
  for (const holder of holders) {
    const known = map.get(holder.stop);
    if (known === undefined) map.set(holder.stop, [holder]);
    else known.push(holder);
  }
  return map;
};

/**
 * Which of some stops can be made, given who has their labels and places already. Of two that want
 * the same the first gets it. `lineOf` says which row of the same file made a delivery, if one did;
 * `seen` is what is wrong with those whose parcel was delivered or tried on that day.
 */
export const judgeStops = <T extends Wanted>(
  stops: readonly T[],
  held: readonly LabelHolder[],
  lineOf: (delivery: DeliveryId) => number | null,
  seen: SeenLabels = new Map(),
): Judged<T> => {
  const labels = byStop(held);
  const judge = (ending: ReadonlySet<DeliveryId>): Judged<T> => {
    const rows = { places: new Map<string, number>(), labels: new Map<ParcelLabel, number>() };
    const accepted: T[] = [];
    const problems: LineProblem[] = [];
    const needed = new Set<DeliveryId>();
    stops.forEach((stop, i) => {
      const { line, place, parcels, placeTaken } = stop;
      const again = seen.get(i);
      if (again !== undefined) {
        problems.push(again);
        return;
      }
      const before = problems.length;
      const earlier = stop.placeRow ?? rows.places.get(place) ?? null;
      const isTaken = placeTaken !== null && !ending.has(placeTaken);
      if (earlier !== null || isTaken) problems.push(positionProblem(line, earlier));
      const holders = labels.get(i) ?? [];
      const holder = holders.find(({ isOver }) => !isOver);
      const twin = parcels.find((label) => rows.labels.has(label));
      if (twin !== undefined) problems.push(labelProblem(line, rows.labels.get(twin) ?? null));
      else if (holder !== undefined) problems.push(labelProblem(line, lineOf(holder.delivery)));
      if (problems.length > before) return;
      accepted.push(stop);
      rows.places.set(place, line);
      for (const label of parcels) rows.labels.set(label, line);
      for (const { delivery } of holders) needed.add(delivery);
    });
    // A place that only a stop which cannot be made would have freed is not free after all.
    return needed.size === ending.size ? { accepted, problems, ending } : judge(needed);
  };
  const over = held.filter(({ isOver }) => isOver).map(({ delivery }) => delivery);
  return judge(new Set(over));
};
