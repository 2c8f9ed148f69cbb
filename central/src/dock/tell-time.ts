import { type SignedDocument, signDocument } from '../../../shared/protocol/api/signed.ts';
import { timeStatement } from '../../../shared/protocol/api/terminal.ts';
import type { Random16 } from '../../../shared/protocol/ids.ts';
import { NEWEST_ENTRY } from '../../../shared/protocol/log/entry.ts';
import type { KnownTerminal } from '../actors.ts';
import { at } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

/**
 * Signs the time with the terminal's nonce, and remembers that it did. A terminal that was revoked is
 * told so here, in the first thing that it asks for at each docking.
 */
export const tellTime = async (
  { pool, keys, now }: Pick<Ports, 'pool' | 'keys' | 'now'>,
  terminal: KnownTerminal,
  nonce: Random16,
  /** The newest version of an entry that the terminal writes, if it says so. */
  writes: number | undefined,
): Promise<SignedDocument> => {
  const time = now();
  const key = [terminal.depot, terminal.id, at(time)];
  await pool.query(
    `with told as (insert into time_statement (depot, terminal, at)
       values ($1::uuid, $2::uuid, $3::timestamptz) on conflict do nothing)
     update terminal set last_dock = $3 where depot = $1 and id = $2`,
    key,
  );
  const { revokedAt } = terminal;
  const document = timeStatement.parse({
    terminal: terminal.id,
    nonce,
    time,
    ...(revokedAt === null ? {} : { revoked: revokedAt }),
    ...(writes === undefined ? {} : { entries: Math.min(writes, NEWEST_ENTRY) }),
  });
  const { id, signer } = keys.signing('time', time);
  return signDocument('time', id, signer, document);
};
