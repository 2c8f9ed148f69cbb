import type { DeliveryId, DepotId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';

/**
 * How a customer's message stands after an act. `none`: none went out, and none will. `waits`: none
 * went out yet; one will, and says what is so now. `right`: one is out, and still says what is so.
 * `wrong`: one is out that is no longer right, and no other will follow: somebody tells the customer.
 * `replaced`: so too, but another one follows, with a new code.
 */
export type MessageState = 'none' | 'waits' | 'right' | 'wrong' | 'replaced';

type Row = {
  readonly id: DeliveryId;
  /** Whether one went out, with whichever code. */
  readonly isOut: boolean;
  /** Whether one is still to go. */
  readonly follows: boolean;
};

/**
 * How the messages of deliveries stand, after an act that made what they say wrong or left it right.
 * What an act does to a message that has not gone out is done where its code is: one that is taken
 * back is not sent (`withdrawIssues`), one that waits is written when it goes, from what is so then.
 */
export const readMessages = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  areRight: boolean,
): Promise<ReadonlyMap<DeliveryId, MessageState>> => {
  const { rows } = await tx.query<Row>(
    `select d.id,
       exists (select 1 from issue i where i.depot = d.depot and i.delivery = d.id
         and i.sms = 'sent') as "isOut",
       d.status = 'open' and d.phone is not null and d.token is null
         and not exists (select 1 from issue i where i.depot = d.depot and i.delivery = d.id
           and i.state = 'active' and i.sms <> 'waiting') as follows
     from delivery d where d.depot = $1 and d.id = any($2)`,
    [depot, deliveries],
  );
  const stateOf = ({ isOut, follows }: Row): MessageState => {
    if (!isOut) return follows ? 'waits' : 'none';
    if (follows) return 'replaced';
    return areRight ? 'right' : 'wrong';
  };
  return new Map(rows.map((row) => [row.id, stateOf(row)]));
};
