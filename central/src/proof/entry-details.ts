import type { DeliveryId, Hash, Instant } from '../../../shared/protocol/ids.ts';
import { DETAIL_NAMES, type Details, type Plain } from '../../../shared/protocol/log/details.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import {
  type DetailStates,
  detailStates,
  readPlain,
} from '../../../shared/protocol/log/read-details.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';

type Hashed = { readonly signed: SignedEntry; readonly hash: Hash };

const deliveryOf = ({ entry: { content } }: SignedEntry): DeliveryId | null =>
  content.kind === 'hand-over' || content.kind === 'exception' ? content.delivery : null;

/**
 * Keeps what stands beside entries that the terminal signed, once. What is not what the entry has the
 * hash of is nobody's word, and is not kept; nor is what comes of a delivery that was erased.
 */
export const keepDetails = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  entries: readonly Hashed[],
  now: Instant,
): Promise<void> => {
  const rows = entries.flatMap(({ signed, hash }) => {
    const { details } = signed;
    const delivery = deliveryOf(signed);
    if (details === undefined || delivery === null) return [];
    const states = detailStates(signed);
    return DETAIL_NAMES.flatMap((name) => {
      const beside = states[name] === 'there' ? details[name] : undefined;
      return beside === undefined ? [] : [{ hash, name, delivery, ...beside }];
    });
  });
  if (rows.length === 0) return;
  await db.query(
    `insert into entry_detail (depot, terminal, entry_hash, detail, salt, value, delivery, received_at)
     select $1::uuid, $2::uuid, u.*, $8::timestamptz
       from unnest($3::text[], $4::text[], $5::text[], $6::jsonb[], $7::uuid[])
         as u (entry_hash, detail, salt, value, delivery)
       where not exists (select 1 from erasure
         where erasure.depot = $1 and erasure.delivery = u.delivery)
     on conflict do nothing`,
    [
      depot,
      terminal,
      rows.map(({ hash }) => hash),
      rows.map(({ name }) => name),
      rows.map(({ salt }) => salt),
      rows.map(({ value }) => JSON.stringify(value)),
      rows.map(({ delivery }) => delivery),
      at(now),
    ],
  );
};

/** SQL: what stands beside an entry, of a row `e` with `depot`, `terminal` and `hash`; null: nothing. */
export const DETAILS_OF_E = `(select jsonb_object_agg(beside.detail,
    jsonb_build_object('salt', beside.salt, 'value', beside.value))
  from entry_detail beside where beside.depot = e.depot and beside.terminal = e.terminal
    and beside.entry_hash = e.hash)`;

/** A row with an entry and what stands beside it, if anything does. */
export type DetailedRow = Pick<SignedEntry, 'entry' | 'signature'> & {
  readonly details: Details | null;
};

export const signedOf = ({ entry, signature, details }: DetailedRow): SignedEntry =>
  details === null ? { entry, signature } : { entry, signature, details };

/** What the driver says that is personal, as lists show it: without what is not to be believed. */
export const shownDetails = (signed: SignedEntry): Plain & { readonly details: DetailStates } => {
  const details = detailStates(signed);
  const { place, note, strokes } = readPlain(signed);
  return {
    place: details.place === 'there' ? place : null,
    note: details.note === 'there' ? note : '',
    strokes: details.strokes === 'there' ? strokes : [],
    details,
  };
};
