import type { DeliveryId, DepotId, ParcelLabel, TerminalId } from '../../../shared/protocol/ids.ts';
import { areNamesOf } from '../../../shared/protocol/instructions.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { tellInstructions } from '../manifest/instructions.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { putStopFacts, type StopFacts } from './stop-facts.ts';

export type ChangeProblem =
  | 'unknown-delivery'
  | 'delivery-closed'
  | 'version-differs'
  | 'unknown-parcel';

type Row = {
  readonly version: number;
  readonly status: string;
  readonly parcels: readonly ParcelLabel[];
};

/** The terminals that have the delivery, or will have it. */
const holdersOf = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly TerminalId[]> =>
  (
    await tx.query<{ terminal: TerminalId }>(
      `select terminal from issue where depot = $1 and delivery = $2 and state = 'active'
       union select route.terminal from delivery
         join route on route.depot = delivery.depot and route.id = delivery.route
       where delivery.depot = $1 and delivery.id = $2 and route.terminal is not null`,
      [depot, delivery],
    )
  ).rows.map(({ terminal }) => terminal);

/**
 * Changes what is known of a stop, whole, if it still is as the operator saw it; the terminal that
 * has it is told at its next docking. Gives the delivery's new version.
 */
export const changeStopFacts = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  delivery: DeliveryId,
  version: number,
  facts: StopFacts,
): Promise<Result<number, ChangeProblem>> =>
  transaction(pool, async (tx): Promise<Result<number, ChangeProblem>> => {
    await lockTerminals(tx, depot, await holdersOf(tx, depot, delivery));
    const { rows } = await tx.query<Row>(
      `select version, status, array(select label from parcel where parcel.depot = delivery.depot
         and parcel.delivery = delivery.id) as parcels
       from delivery where depot = $1 and id = $2 for update`,
      [depot, delivery],
    );
    const before = rows[0];
    if (before === undefined) return err('unknown-delivery');
    if (before.status !== 'open') return err('delivery-closed');
    if (before.version !== version) return err('version-differs');
    if (!areNamesOf(facts.names, before.parcels)) return err('unknown-parcel');
    await putStopFacts(tx, depot, delivery, facts);
    await tx.query('update delivery set version = version + 1 where depot = $1 and id = $2', [
      depot,
      delivery,
    ]);
    await tellInstructions(tx, depot, [delivery]);
    await noteAct(tx, operator, 'instructions-changed', { delivery }, now());
    return ok(version + 1);
  });
