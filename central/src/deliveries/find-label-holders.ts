import type { DeliveryId, DepotId, Instant, ParcelLabel } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import { plainArray, textArray } from './array-literal.ts';

/** The open delivery that has a label which a stop wants. `stop` counts the stops from 0. */
export type LabelHolder = {
  readonly stop: number;
  readonly delivery: DeliveryId;
  /** Whether it can end, and give the label up. */
  readonly isOver: boolean;
};

/**
 * The open deliveries that have labels which these stops are to have. One look into an index for
 * each: a join that the planner is free to turn round reads the whole depot, because the rows of an
 * import that is under way are in none of its statistics.
 */
export const findLabelHolders = async (
  tx: Transaction,
  depot: DepotId,
  stops: readonly { readonly parcels: readonly ParcelLabel[] }[],
  now: Instant,
): Promise<LabelHolder[]> =>
  (
    await tx.query<LabelHolder>(
      `select wanted.stop, p.delivery, d."isOver"
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
    )
  ).rows;
