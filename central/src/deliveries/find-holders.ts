import type {
  DeliveryId,
  DepotId,
  Instant,
  ParcelLabel,
  RouteId,
} from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import { plainArray, textArray } from './array-literal.ts';

/** What an open delivery has that a stop wants. `stop` counts the stops from 0. */
export type Holder = {
  readonly stop: number;
  readonly delivery: DeliveryId;
};
/** Of a label: also whether the delivery is over, so that it can end and give the label up. */
export type LabelHolder = Holder & { readonly label: ParcelLabel; readonly isOver: boolean };

type Wanted = {
  readonly route: RouteId;
  readonly position: number;
  readonly parcels: readonly ParcelLabel[];
};

/**
 * The open deliveries that have a label or a place which one of these stops is to have. One look into
 * an index for each: a join that the planner is free to turn round reads the whole depot, because the
 * rows of an import that is under way are in none of its statistics.
 */
export const findHolders = async (
  tx: Transaction,
  depot: DepotId,
  stops: readonly Wanted[],
  now: Instant,
): Promise<{ readonly labels: readonly LabelHolder[]; readonly places: readonly Holder[] }> => {
  const labels = await tx.query<LabelHolder>(
    `select wanted.stop, wanted.label, p.delivery, d."isOver"
     from unnest($2::int[], $3::text[]) as wanted (stop, label)
       cross join lateral (select parcel.delivery from parcel
         where parcel.depot = $1 and parcel.label = wanted.label and parcel.active limit 1) p
       cross join lateral (select exception is not null or not_after <= $4 as "isOver"
         from delivery where delivery.depot = $1 and delivery.id = p.delivery limit 1) d`,
    [
      depot,
      plainArray(stops.flatMap(({ parcels }, stop) => parcels.map(() => stop))),
      textArray(stops.flatMap(({ parcels }) => parcels)),
      at(now),
    ],
  );
  const places = await tx.query<Holder>(
    `select wanted.stop - 1 as stop, d.id as delivery
     from unnest($2::uuid[], $3::int[]) with ordinality as wanted (route, position, stop)
       cross join lateral (select id from delivery where delivery.depot = $1
         and delivery.route = wanted.route and delivery.position = wanted.position
         and delivery.status = 'open' limit 1) d`,
    [
      depot,
      plainArray(stops.map(({ route }) => route)),
      plainArray(stops.map(({ position }) => position)),
    ],
  );
  return { labels: labels.rows, places: places.rows };
};
