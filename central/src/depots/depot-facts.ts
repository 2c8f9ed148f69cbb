import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  type DepotFacts,
  depotFacts,
  isZoneOfDepot,
  telephone,
  timeZoneName,
} from '../../../shared/protocol/depot-facts.ts';
import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { MINUTE } from '../clock.ts';
import { brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import { nameField } from '../operators/operator-routes.ts';
import type { Ports } from '../ports.ts';
import { type Depot, findDepot } from './depots.ts';

/** A time zone of IANA's database that central knows, and no abbreviation. */
export const knownTimeZone = timeZoneName.refine(
  isZoneOfDepot,
  'must be an IANA time zone, such as Europe/Berlin',
);

/** What a depot is called, who its messages say they are from, and how long before the arrival they go. */
export const depotName = nameField;
export const senderName = nameField.max(40);
export const leadMinutes = z
  .int()
  .min(0)
  .max(7 * 24 * 60);

/** What of a depot's facts is given anew; null takes the dispatcher's number away. */
export const factsGiven = z
  .strictObject({
    name: depotName.optional(),
    sender: senderName.optional(),
    timeZone: knownTimeZone.optional(),
    dispatcherPhone: telephone.nullable().optional(),
    leadMinutes: leadMinutes.optional(),
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

/** Tells the depot's terminals what is other for them; says how many that are. */
const tellTerminals = async (
  tx: Transaction,
  before: Depot,
  facts: DepotFacts,
): Promise<number> => {
  const { id: depot, timeZone, dispatcherPhone } = before;
  if (isDeepStrictEqual(facts, { timeZone, dispatcherPhone })) return 0;
  const { rows } = await tx.query<{ id: TerminalId }>(
    'select id from terminal where depot = $1 and revoked_at is null',
    [depot],
  );
  const terminals = rows.map((row) => row.id);
  await lockTerminals(tx, depot, terminals);
  for (const terminal of terminals) {
    await addManifestItem(tx, depot, terminal, { type: 'depot', ...facts });
  }
  return terminals.length;
};

const orTaken = async <T>(act: Promise<Result<T, 'unknown-depot'>>) => {
  try {
    return await act;
  } catch (error) {
    if (brokenUnique(error) === 'depot_name_key') return err('name-taken' as const);
    throw error;
  }
};

/**
 * Changes what a depot says of itself, and tells every terminal of it what it must know at its next
 * dock. The same again changes nothing.
 */
export const changeFacts = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  given: z.infer<typeof factsGiven>,
): Promise<Result<Depot, 'unknown-depot' | 'name-taken'>> =>
  orTaken(
    transaction(pool, async (tx) => {
      await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
      const before = await findDepot(tx, depot);
      if (before === null) return err('unknown-depot' as const);
      const own = {
        name: given.name ?? before.name,
        sender: given.sender ?? before.sender,
        leadMs: given.leadMinutes === undefined ? before.leadMs : given.leadMinutes * MINUTE,
      };
      const facts: DepotFacts = {
        timeZone: given.timeZone ?? before.timeZone,
        dispatcherPhone:
          given.dispatcherPhone === undefined ? before.dispatcherPhone : given.dispatcherPhone,
      };
      const changed = { ...before, ...own, ...facts };
      if (isDeepStrictEqual(changed, before)) return ok(before);
      await tx.query(
        `update depot set name = $2, sender = $3, lead_ms = $4, time_zone = $5, dispatcher_phone = $6
       where id = $1`,
        [depot, own.name, own.sender, own.leadMs, facts.timeZone, facts.dispatcherPhone],
      );
      const terminals = await tellTerminals(tx, before, facts);
      await noteAct(tx, operator, 'depot-changed', { depot, terminals }, now());
      return ok(changed);
    }),
  );
