import { randomBytes, randomUUID } from 'node:crypto';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';

/** Has an issue's code sent at an instant, if the transaction commits: a worker finds it then. */
export const putMessage = async (
  tx: Transaction,
  depot: DepotId,
  issue: string,
  due: Instant,
): Promise<void> => {
  await tx.query(
    `insert into message (depot, id, issue, due, next_at, report_token)
     values ($1, $2, $3, $4, $4, $5)`,
    [depot, randomUUID(), issue, at(due), toBase64url(randomBytes(24))],
  );
};
