import { randomBytes, randomUUID } from 'node:crypto';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { agreementKey } from '../../../shared/protocol/crypto/keys.ts';
import type { Telephone, TimeZoneName } from '../../../shared/protocol/depot-facts.ts';
import type { DepotId, Instant, PublicKey } from '../../../shared/protocol/ids.ts';
import type { Policy } from '../../../shared/protocol/policy.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, brokenUnique, type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

export type Depot = {
  readonly id: DepotId;
  readonly name: string;
  /** Who the SMS says it is from. */
  readonly sender: string;
  readonly timeZone: TimeZoneName;
  /** Whom its drivers call, in E.164 form. */
  readonly dispatcherPhone: Telephone | null;
  /** How long before the arrival the SMS is sent. */
  readonly leadMs: number;
  /** How many wrong codes lock a delivery. */
  readonly attempts: number;
  /** What its terminals go by. */
  readonly policy: Policy;
  readonly agreementKey: PublicKey;
  readonly createdAt: Instant;
};

export type NewDepot = Pick<
  Depot,
  'name' | 'sender' | 'timeZone' | 'dispatcherPhone' | 'leadMs' | 'attempts' | 'policy'
>;

const COLUMNS = `id, name, sender, time_zone as "timeZone", dispatcher_phone as "dispatcherPhone",
  lead_ms as "leadMs", attempts, policy, agreement_key as "agreementKey", created_at as "createdAt"`;

/** Makes a depot with an agreement key of its own. */
export const createDepot = async (
  { pool, keys, now }: Pick<Ports, 'pool' | 'keys' | 'now'>,
  operator: KnownOperator,
  depot: NewDepot,
): Promise<Result<Depot, 'name-taken'>> => {
  const id = randomUUID();
  const secret = new Uint8Array(randomBytes(32));
  try {
    const made = await transaction(pool, async (tx) => {
      const { rows } = await tx.query<Depot>(
        `insert into depot (id, name, sender, time_zone, dispatcher_phone, lead_ms, attempts,
           policy, agreement_key, sealed_agreement, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
        [
          id,
          depot.name,
          depot.sender,
          depot.timeZone,
          depot.dispatcherPhone,
          depot.leadMs,
          depot.attempts,
          JSON.stringify(depot.policy),
          agreementKey(secret),
          keys.sealAgreement(id, secret),
          at(now()),
        ],
      );
      await noteAct(tx, operator, 'depot-created', { depot: id }, now());
      return rows[0];
    });
    if (made === undefined) throw new Error('an insert gave no row');
    return ok(made);
  } catch (error) {
    if (brokenUnique(error) === 'depot_name_key') return err('name-taken');
    throw error;
  } finally {
    wipe(secret);
  }
};

export const listDepots = async (db: Database): Promise<Depot[]> =>
  (await db.query<Depot>(`select ${COLUMNS} from depot order by name`)).rows;

export const findDepot = async (db: Database, id: string): Promise<Depot | null> =>
  (await db.query<Depot>(`select ${COLUMNS} from depot where id = $1`, [id])).rows[0] ?? null;

/** The depot's X25519 secret; the caller wipes it. */
export const openDepotSecret = async (
  { pool, keys }: Pick<Ports, 'pool' | 'keys'>,
  depot: DepotId,
): Promise<Uint8Array> => {
  const { rows } = await pool.query<{ sealed: Buffer }>(
    'select sealed_agreement as sealed from depot where id = $1',
    [depot],
  );
  const sealed = rows[0]?.sealed;
  if (sealed === undefined) throw new Error(`depot ${depot} is gone`);
  return keys.openAgreement(depot, sealed);
};
