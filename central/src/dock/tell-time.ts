import { signDocument } from '../../../shared/protocol/api/signed.ts';
import { type TimeAnswer, timeStatement } from '../../../shared/protocol/api/terminal.ts';
import type { Instant, Random16 } from '../../../shared/protocol/ids.ts';
import { NEWEST_ENTRY } from '../../../shared/protocol/log/entry.ts';
import type { KnownTerminal } from '../actors.ts';
import { at } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

/** What a terminal says of itself with the question. One of an older version does not say it. */
export type Says = {
  /** The newest version of an entry that it writes. */
  readonly entries?: number | undefined;
  /** When the list of keys was issued that it has. */
  readonly keys?: Instant | undefined;
};

/**
 * Signs the time with the terminal's nonce, and remembers that it did. A terminal that was revoked is
 * told so here, in the first thing that it asks for at each docking; and one that says which list of
 * keys it has is given the list in force, with which it believes the rest.
 */
export const tellTime = async (
  { pool, keys, now }: Pick<Ports, 'pool' | 'keys' | 'now'>,
  terminal: KnownTerminal,
  nonce: Random16,
  says: Says,
): Promise<TimeAnswer> => {
  const time = now();
  const { list, listIssued } = keys;
  // Whoever says which list it has needs no item of the manifest for it.
  await pool.query(
    `with told as (insert into time_statement (depot, terminal, at)
       values ($1::uuid, $2::uuid, $3::timestamptz) on conflict do nothing)
     update terminal set last_dock = $3, keys_issued = greatest(keys_issued, $4::timestamptz)
       where depot = $1 and id = $2`,
    [terminal.depot, terminal.id, at(time), says.keys === undefined ? null : at(listIssued)],
  );
  const { revokedAt } = terminal;
  const document = timeStatement.parse({
    terminal: terminal.id,
    nonce,
    time,
    ...(revokedAt === null ? {} : { revoked: revokedAt }),
    ...(says.entries === undefined ? {} : { entries: Math.min(says.entries, NEWEST_ENTRY) }),
  });
  const { id, signer } = keys.signing('time', time);
  const signed = signDocument('time', id, signer, document);
  const lacks = says.keys !== undefined && says.keys < listIssued;
  return lacks ? { ...signed, keys: list } : signed;
};
