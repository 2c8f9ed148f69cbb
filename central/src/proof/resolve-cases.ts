import type { DeliveryId, DepotId, Hash, Instant } from '../../../shared/protocol/ids.ts';
import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';

/** SQL: nobody has to decide it any more, and it is kept with why. */
const RESOLVED = (why: string): string =>
  `update case_file c set settled_at = $2, settled_by = 'central', settled_as = 'resolved',
     settled_code = '${why}', settled_reason = ''
   where c.depot = $1 and c.settled_at is null`;

/** What was missing in front of these entries came in, and nothing else is wrong with them. */
export const resolveGaps = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  hashes: readonly Hash[],
  now: Instant,
): Promise<void> => {
  await db.query(
    `${RESOLVED('came-in')} and c.kind = 'finding' and c.terminal = $3 and c.entry_hash = any($4)
       and not exists (select 1 from finding f where f.depot = c.depot and f.terminal = c.terminal
         and f.entry_hash = c.entry_hash and f.settled_at is null)`,
    [depot, at(now), terminal, hashes],
  );
};

type Said = Extract<EntryContent, { kind: 'exception' | 'exception-undone' }>;

/** The driver took it back that a stop was not delivered. */
export const resolveUndone = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  said: readonly Said[],
  now: Instant,
): Promise<void> => {
  const undone = said.flatMap((one) => (one.kind === 'exception-undone' ? [one.undoes] : []));
  if (undone.length === 0) return;
  await db.query(
    `${RESOLVED('undone')} and c.kind = 'exception' and c.terminal = $3
       and c.sequence = any($4::bigint[])`,
    [depot, at(now), terminal, undone],
  );
};

/** These were delivered after all: nobody has to say what becomes of them. */
export const resolveDelivered = async (
  db: Database,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  await db.query(`${RESOLVED('delivered')} and c.kind = 'exception' and c.delivery = any($3)`, [
    depot,
    at(now),
    deliveries,
  ]);
};
