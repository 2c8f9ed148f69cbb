import { z } from 'zod';
import { foldReference } from '../../../shared/protocol/fold-reference.ts';
import {
  type DeliveryId,
  type DepotId,
  deliveryId,
  type Instant,
  instant,
  shortId,
} from '../../../shared/protocol/ids.ts';
import { wordsToFind } from '../../../shared/protocol/search/fold.ts';
import { lookUpBeyond } from '../database/depot-wall.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { type DeliveryView, viewDeliveries } from './routes.ts';

/** By what deliveries are found: when they are expected, the last first. */
export const foundKey = z.tuple([instant, deliveryId]);
type FoundKey = z.infer<typeof foundKey>;

export type DeliveryFilter = Page<FoundKey> & {
  readonly depots: readonly DepotId[];
  /** What somebody knows of it: its reference, a name, an address, a number's end, a label. */
  readonly text: string;
  /** Only those that are open. */
  readonly open: boolean;
};

/** The last characters of a telephone number or a label, as a pattern over it written backwards. */
const endsWith = (text: string): string =>
  `${[...text]
    .reverse()
    .join('')
    .replace(/[\\%_]/g, String.raw`\$&`)}%`;

/** Fewer characters are the end of too many. */
const FEWEST = 4;

export const phoneEnd = (text: string): string | null => {
  if (!/^[+\d\s()/.-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < FEWEST ? null : endsWith(digits);
};

export const labelEnd = (text: string): string | null => {
  const label = text.replace(/\s/g, '').replace(/^\(?00\)?(?=\d{18}$)/, '');
  return label.length < FEWEST ? null : endsWith(label);
};

export const referenceIn = (text: string): string | null => {
  const read = foldReference(text);
  return shortId.safeParse(read).success ? read : null;
};

/** Words of which each begins one of the delivery's: none has a character that a query knows. */
export const queryOf = (text: string): string | null => {
  const words = wordsToFind(text);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
};

type Row = { readonly depot: DepotId; readonly id: DeliveryId; readonly arrival: Instant };

/** A page of the deliveries of which somebody knows something, those expected last first. */
export const findDeliveries = async (
  db: Database,
  { depots, text, open, ...page }: DeliveryFilter,
): Promise<{ readonly deliveries: readonly DeliveryView[] } & PageEnd> => {
  const trimmed = text.trim();
  const { cursor } = page;
  const lookUp = () =>
    db.query<Row>(
      `select d.depot, d.id, d.arrival from (
         select depot, id from delivery
           where searched(customer, address) @@ to_tsquery('simple', $2) and depot = any($1)
         union select depot, id from delivery
           where depot = any($1) and reverse(phone) like $3
         union select depot, delivery from parcel
           where depot = any($1) and reverse(label) like $4
         union select depot, id from delivery
           where depot = any($1) and short_id = $5) found
       join delivery d on d.depot = found.depot and d.id = found.id
     where (not $6 or d.status = 'open')
       and ($7::timestamptz is null or (d.arrival, d.id) < ($7, $8))
     order by d.arrival desc, d.id desc limit $9`,
      [
        depots,
        queryOf(trimmed),
        phoneEnd(trimmed),
        labelEnd(trimmed),
        referenceIn(trimmed),
        open,
        cursor === undefined ? null : at(cursor[0]),
        cursor?.[1] ?? null,
        oneMore(page),
      ],
    );
  const found = await lookUpBeyond(depots, lookUp);
  const { rows, end } = cutPage(found.rows, page, ({ arrival, id }): FoundKey => [arrival, id]);
  return { deliveries: await viewDeliveries(db, rows), ...end };
};
