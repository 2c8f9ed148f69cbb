import { randomBytes, randomUUID } from 'node:crypto';
import { symbolByte } from '../../../shared/protocol/code/alphabet.ts';
import type { DeliveryId, ParcelLabel, ShortId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { at } from '../database/pool.ts';
import { retellDeliveries } from '../manifest/retell-deliveries.ts';
import { noteAct } from '../operators/acts.ts';
import { type Asked, lockDeliveries } from './lock-deliveries.ts';
import { type DeliveryOutcome, readOutcomes } from './outcome.ts';
import type { ActContext, ActProblem } from './run-act.ts';

const TRIES = 20;

const makeShortId = (): ShortId =>
  String.fromCharCode(...[...randomBytes(6)].map((byte) => symbolByte(byte & 31))) as ShortId;

/** A reference that no open delivery of the depot has, nor one whose override can still be asked for. */
const findShortId = async ({ tx, depot }: ActContext): Promise<ShortId> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const shortId = makeShortId();
    const { rowCount } = await tx.query(
      `select 1 from delivery where depot = $1 and short_id = $2 and status in ('open', 'expired')`,
      [depot, shortId],
    );
    if (rowCount === 0) return shortId;
  }
  throw new Error('no free short id was found');
};

/** Another delivery with everything that this one has, at the end of its route. */
const copy = async (context: ActContext, from: DeliveryId): Promise<DeliveryId> => {
  const { tx, depot, now, operator } = context;
  const id = randomUUID() as DeliveryId;
  const own = {
    id,
    version: 1,
    short_id: await findShortId(context),
    exception: null,
    made_by: operator.id,
  };
  // Whatever else a delivery has is the same: columns that are added later as well.
  await tx.query(
    `insert into delivery select (jsonb_populate_record(d, $3::jsonb || jsonb_build_object(
         'created_at', $4::timestamptz, 'position', (select max(position) + 1 from delivery other
           where other.depot = d.depot and other.route = d.route and other.status = 'open')))).*
     from delivery d where d.depot = $1 and d.id = $2`,
    [depot, from, JSON.stringify(own), at(now)],
  );
  return id;
};

/** What became of the delivery, and of the second one. */
type SplitOutcome = DeliveryOutcome & { readonly second: DeliveryOutcome };

/**
 * Gives some parcels of a delivery to a second one, for the same customer, that comes last on the
 * route: with a code, a message and a reference of its own. The first keeps its code, and its
 * terminal gets it again without these parcels.
 */
export const splitDelivery = async (
  context: ActContext,
  asked: readonly [Asked],
  labels: readonly ParcelLabel[],
): Promise<Result<readonly [SplitOutcome], ActProblem>> => {
  const { tx, operator, depot, now } = context;
  const locked = await lockDeliveries(tx, depot, asked, now);
  if (!locked.ok) return locked;
  const [{ id }] = asked;
  const { rows } = await tx.query<{ label: ParcelLabel }>(
    'select label from parcel where depot = $1 and delivery = $2',
    [depot, id],
  );
  const own = new Set(rows.map(({ label }) => label));
  if (!labels.every((label) => own.has(label))) return err({ code: 'unknown-parcel' });
  if (labels.length === own.size) return err({ code: 'no-parcel-left' });
  const second = await copy(context, id);
  await tx.query(
    'update parcel set delivery = $3 where depot = $1 and delivery = $2 and label = any($4)',
    [depot, id, second, labels],
  );
  await tx.query('update delivery set version = version + 1 where depot = $1 and id = $2', [
    depot,
    id,
  ]);
  await retellDeliveries(tx, depot, [id]);
  const subject = { delivery: id, second, parcels: labels.length };
  await noteAct(tx, operator, 'delivery-split', subject, now);
  const [first, other] = await readOutcomes(tx, depot, [id, second], 'right');
  if (first === undefined || other === undefined) throw new Error('a split delivery is gone');
  return ok([{ ...first, second: other }]);
};
