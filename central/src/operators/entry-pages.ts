import { z } from 'zod';
import {
  type Instant,
  instant,
  type TerminalId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { at } from '../database/pool.ts';

/** By what entries are listed, the newest first: when they came in, their terminal, their number. */
export const entryKey = z.tuple([instant, terminalId, z.int()]);
export type EntryKey = z.infer<typeof entryKey>;

/** A cursor's key as the parameters $3 to $5 of a statement. */
export const placeOf = (key: readonly [Instant, TerminalId, number, ...number[]] | undefined) =>
  key === undefined ? [null, null, null] : [at(key[0]), key[1], key[2]];

/** SQL: in what order entries are listed. */
export const NEWEST_FIRST = 'received_at desc, terminal desc, sequence desc';

/**
 * SQL: a page of the entries of some kinds, with one look into an index for each depot. Parameters:
 * $1 the depots; $2 a terminal, or null; $3 to $5 the cursor's key, or null; $6 how many. `more` is a further condition.
 */
export const pageOfEntries = (kinds: string, more = ''): string =>
  `(select own.* from unnest($1::uuid[]) as asked (depot) cross join lateral (
     select * from entry where entry.depot = asked.depot and kind in (${kinds})
       and ($2::uuid is null or terminal = $2) ${more}
       and ($3::timestamptz is null or (received_at, terminal, sequence) < ($3, $4, $5))
     order by ${NEWEST_FIRST} limit $6) own
   order by ${NEWEST_FIRST} limit $6)`;
