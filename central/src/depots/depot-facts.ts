import { z } from 'zod';
import {
  type DepotFacts,
  depotFacts,
  isKnownTimeZone,
  telephone,
  timeZoneName,
} from '../../../shared/protocol/depot-facts.ts';
import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { type Depot, findDepot } from './depots.ts';

/** A time zone of IANA's database that central knows. */
export const knownTimeZone = timeZoneName.refine(isKnownTimeZone, 'must be an IANA time zone');

/** What of a depot's facts is given anew; null takes the dispatcher's number away. */
export const factsGiven = z
  .strictObject({
    timeZone: knownTimeZone.optional(),
    dispatcherPhone: telephone.nullable().optional(),
  })
  .meta({ id: 'DepotChange', examples: [{ dispatcherPhone: null }] });

/** The facts of a depot, held as they are until the transaction ends, as its policy is. */
export const holdFacts = async (tx: Transaction, depot: DepotId): Promise<DepotFacts> => {
  const { rows } = await tx.query<DepotFacts>(
    `select time_zone as "timeZone", dispatcher_phone as "dispatcherPhone"
     from depot where id = $1 for share`,
    [depot],
  );
  return depotFacts.parse(rows[0]);
};

/**
 * Changes what a depot says of itself, and tells every terminal of it at its next dock. The same
 * again changes nothing. Null if there is no such depot.
 */
export const changeFacts = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  given: z.infer<typeof factsGiven>,
): Promise<Depot | null> =>
  transaction(pool, async (tx) => {
    await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
    const before = await findDepot(tx, depot);
    if (before === null) return null;
    const facts: DepotFacts = {
      timeZone: given.timeZone ?? before.timeZone,
      dispatcherPhone:
        given.dispatcherPhone === undefined ? before.dispatcherPhone : given.dispatcherPhone,
    };
    const { timeZone, dispatcherPhone } = facts;
    if (timeZone === before.timeZone && dispatcherPhone === before.dispatcherPhone) return before;
    await tx.query('update depot set time_zone = $2, dispatcher_phone = $3 where id = $1', [
      depot,
      timeZone,
      dispatcherPhone,
    ]);
    const { rows } = await tx.query<{ id: TerminalId }>(
      'select id from terminal where depot = $1 and revoked_at is null',
      [depot],
    );
    const terminals = rows.map((row) => row.id);
    await lockTerminals(tx, depot, terminals);
    for (const terminal of terminals) {
      await addManifestItem(tx, depot, terminal, { type: 'depot', ...facts });
    }
    await noteAct(tx, operator, 'depot-changed', { depot, terminals: terminals.length }, now());
    return { ...before, ...facts };
  });
