import type { Day, DepotId, ParcelLabel } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { plainArray, textArray } from './array-literal.ts';
import type { LabelHolder } from './find-label-holders.ts';
import type { LineProblem } from './new-stop.ts';

type Wanted = {
  readonly line: number;
  readonly day: Day;
  readonly parcels: readonly ParcelLabel[];
};
/** The problem of each stop that has one, by its place among the stops. */
export type SeenLabels = ReadonlyMap<number, LineProblem>;
type Seen = { readonly stop: number; readonly isDelivered: boolean };

const REASONS = {
  'label-delivered': 'A parcel with this label was delivered on this day already.',
  'label-tried': 'A driver tried to deliver a parcel with this label on this day already.',
} as const;

/**
 * Says which of these stops have a label that was delivered or tried on a route of their day: most
 * likely the file came twice. `held` is who has the labels now. One statement for all stops, with one
 * look into an index for each label, as in `findLabelHolders`; `isMeant` says which rows a person wants
 * all the same.
 */
export const findSeenLabels = async (
  tx: Transaction,
  depot: DepotId,
  stops: readonly Wanted[],
  held: readonly LabelHolder[],
  isMeant: (line: number) => boolean,
): Promise<SeenLabels> => {
  const asked = stops.map(({ line, day, parcels }, stop) => ({ line, day, parcels, stop }));
  const wanted = asked.filter(({ line }) => !isMeant(line));
  if (wanted.length === 0) return new Map();
  const labels = wanted.flatMap(({ stop, parcels, day }) =>
    parcels.map((label) => ({ stop, label, day })),
  );
  const over = held.filter(({ isOver, stop }) => isOver && !isMeant(stops[stop]?.line ?? 0));
  const { rows } = await tx.query<Seen>(
    `select seen.stop, bool_or(d."isDelivered") as "isDelivered"
     from (select wanted.stop, wanted.day, p.delivery
         from unnest($2::int[], $3::text[], $4::date[]) as wanted (stop, label, day)
           cross join lateral (select parcel.delivery from parcel
             where parcel.depot = $1 and parcel.label = wanted.label and not parcel.active offset 0) p
         union all select * from unnest($5::int[], $6::date[], $7::uuid[])) as seen (stop, day, delivery)
       cross join lateral (select delivery.route, delivery.status = 'delivered' as "isDelivered"
         from delivery where delivery.depot = $1 and delivery.id = seen.delivery
           and (delivery.status = 'delivered' or delivery.exception is not null) limit 1) d
       cross join lateral (select from route
         where route.depot = $1 and route.id = d.route and route.day = seen.day limit 1) r
     group by seen.stop`,
    [
      depot,
      plainArray(labels.map(({ stop }) => stop)),
      textArray(labels.map(({ label }) => label)),
      plainArray(labels.map(({ day }) => day)),
      plainArray(over.map(({ stop }) => stop)),
      plainArray(over.map(({ stop }) => stops[stop]?.day ?? null)),
      plainArray(over.map(({ delivery }) => delivery)),
    ],
  );
  return new Map(
    rows.map(({ stop, isDelivered }) => {
      const code = isDelivered ? 'label-delivered' : 'label-tried';
      const line = stops[stop]?.line ?? 0;
      return [stop, { line, column: 'parcels', code, reason: REASONS[code] }];
    }),
  );
};
