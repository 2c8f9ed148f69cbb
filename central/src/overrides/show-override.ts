import {
  type DeliveryCode,
  formatDeliveryCode,
} from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type {
  DeliveryId,
  DepotId,
  Instant,
  ShortId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { openSealedCode } from '../codes/make-sealed-code.ts';
import { scopeOf } from '../database/depot-of.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

/** What the dispatcher asks: the reference that the driver reads out, and for whom and why. */
export type OverrideRequest = {
  readonly reference: ShortId;
  readonly reason: string;
  readonly person: string;
  /** Needed only if open deliveries of two depots happen to have one reference. */
  readonly depot?: DepotId | undefined;
};

export type OverrideProblem =
  | 'unknown-reference'
  | 'ambiguous-reference'
  | 'no-active-issue'
  | 'override-shown-already';

type Found = {
  readonly delivery: DeliveryId;
  readonly customer: string;
  readonly route: string;
  readonly position: number;
  readonly depot: DepotId;
};

type Active = {
  readonly issue: string;
  readonly epoch: number;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly notAfter: Instant;
  readonly sealed: Buffer | null;
};

/** The code, once, with what the dispatcher compares with what the driver says. */
export type ShownOverride = Found &
  Omit<Active, 'issue' | 'sealed'> & { readonly code: string; readonly reference: ShortId };

const findDeliveries = async (
  tx: Transaction,
  reference: ShortId,
  depots: readonly DepotId[],
  now: Instant,
): Promise<Found[]> =>
  (
    await tx.query<Found>(
      `select d.depot, d.id as delivery, d.customer, route.name as route, d.position
       from delivery d join route on route.depot = d.depot and route.id = d.route
       where d.depot = any($3) and d.short_id = $1 and d.status in ('open', 'expired')
         and (d.not_after > $2 or exists (select 1 from issue
           where issue.depot = d.depot and issue.delivery = d.id
             and issue.override_not_after > $2))`,
      [reference, at(now), depots],
    )
  ).rows;

/**
 * The newest issue whose override is good, which may outlive the customer's code. It is locked, so
 * that of two who ask at one time one is shown the code.
 */
const lockActive = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  now: Instant,
): Promise<Active | null> =>
  (
    await tx.query<Active>(
      `select issue.id as issue, issue.epoch, issue.terminal, terminal.name as "terminalName",
         issue.override_not_after as "notAfter", issue.override_sealed as sealed
       from issue
         join terminal on terminal.depot = issue.depot and terminal.id = issue.terminal
       where issue.depot = $1 and issue.delivery = $2 and issue.state in ('active', 'expired')
         and issue.override_not_after > $3
       order by issue.epoch desc limit 1 for update of issue`,
      [depot, delivery, at(now)],
    )
  ).rows[0] ?? null;

/**
 * Shows the override code of an open delivery, once, to a named person with a reason. Showing it,
 * forgetting it and noting it in the audit are one transaction: whatever happens to the answer,
 * there is no second one.
 */
export const showOverride = (
  ports: Pick<Ports, 'pool' | 'keys' | 'now'>,
  operator: KnownOperator,
  request: OverrideRequest,
): Promise<Result<ShownOverride, OverrideProblem>> =>
  transaction(ports.pool, async (tx): Promise<Result<ShownOverride, OverrideProblem>> => {
    const moment = ports.now();
    const { depots } = await scopeOf(tx, { depot: request.depot });
    const [first, another] = await findDeliveries(tx, request.reference, depots, moment);
    if (first === undefined) return err('unknown-reference');
    if (another !== undefined) return err('ambiguous-reference');
    const { depot, delivery } = first;
    const active = await lockActive(tx, depot, delivery, moment);
    if (active === null) return err('no-active-issue');
    const { issue, sealed, ...shown } = active;
    if (sealed === null) return err('override-shown-already');
    const code = openSealedCode(ports, issue, 'override', sealed);
    const formatted = formatDeliveryCode(code as DeliveryCode);
    // It becomes a string here, because the answer is one.
    const text = String.fromCharCode(...formatted);
    wipe(code, formatted);
    await tx.query(
      `update issue set override_sealed = null, override_shown_at = $3
       where depot = $1 and id = $2`,
      [depot, issue, at(moment)],
    );
    const { reference, person, reason } = request;
    const { epoch, terminal } = shown;
    const subject = { delivery, epoch, terminal, reference };
    const wrote = { depot, delivery, texts: { person, reason } };
    await noteAct(tx, operator, 'override-shown', subject, moment, wrote);
    return ok({ code: text, reference, ...first, ...shown });
  });
