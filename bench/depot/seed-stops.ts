import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import type { Pool } from '../../central/src/database/pool.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { canonicalOf } from '../../shared/protocol/codec/canonical.ts';
import { STANDARD_COST } from '../../shared/protocol/crypto/argon2id.ts';
import type { Signer } from '../../shared/protocol/crypto/keys.ts';
import type {
  DeliveryId,
  DepotId,
  DriverId,
  Epoch,
  ParcelLabel,
  PublicKey,
  RouteId,
  Signature,
  TerminalId,
} from '../../shared/protocol/ids.ts';

/** A stop that a terminal has, with what its customer's code would open. */
export type Stop = {
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly label: ParcelLabel;
  readonly presence: Signer;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const newKey = (): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x as PublicKey,
    sign: (message) => toBase64url(new Uint8Array(sign(null, message, privateKey))) as Signature,
  };
};

type Where = {
  readonly pool: Pool;
  readonly depot: DepotId;
  readonly driver: DriverId;
  readonly terminal: TerminalId;
};

/** All of a depot's stops have another reference. */
let made = 0;

const verifierOf = (delivery: string, purpose: string, key: PublicKey, from: number) => ({
  scheme: 'sealed',
  purpose,
  delivery,
  epoch: 1,
  salt: toBase64url(new Uint8Array(randomBytes(16))),
  cost: STANDARD_COST,
  presenceKey: key,
  notBefore: from - HOUR - (purpose === 'override' ? DAY : 0),
  notAfter: from + 8 * HOUR + (purpose === 'override' ? DAY : 0),
  attempts: 5,
});

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const shortIdOf = (n: number): string =>
  Array.from({ length: 6 }, (_, i) => DIGITS[(n >> (25 - 5 * i)) & 31]).join('');

const makeStop = (route: RouteId, position: number, now: number) => {
  const delivery = randomUUID() as DeliveryId;
  const label = `BENCH-${randomUUID().slice(0, 13).toUpperCase()}` as ParcelLabel;
  const [presence, override] = [newKey(), newKey()];
  const item = {
    type: 'delivery',
    id: delivery,
    shortId: shortIdOf(++made),
    route,
    position,
    customer: `Customer ${position}`,
    address: [`Street ${position}`, '12345 Town'],
    arrival: now + HOUR,
    parcels: [label],
    epoch: 1,
    verifier: verifierOf(delivery, 'hand-over', presence.publicKey, now),
    token: null,
    override: verifierOf(delivery, 'override', override.publicKey, now),
  } as unknown as ManifestDelivery;
  return { stop: { delivery, epoch: 1 as Epoch, label, presence }, item };
};

type Made = ReturnType<typeof makeStop>;

const FROM = 'from jsonb_to_recordset($2::jsonb) as s (item jsonb, issue uuid, a text, b text)';
const TIME = (path: string): string => `to_timestamp((${path})::bigint / 1000.0)`;

/** What central keeps of stops whose codes were made and sent: as after an ordinary morning. */
const insertStops = async (
  { pool, depot, driver, terminal }: Where,
  route: RouteId,
  stops: readonly Made[],
): Promise<void> => {
  const rows = JSON.stringify(
    stops.map(({ item }) => ({
      item,
      issue: randomUUID(),
      a: randomBytes(32).toString('hex'),
      b: randomBytes(32).toString('hex'),
    })),
  );
  const given = [depot, rows];
  const run = (sql: string, more: readonly unknown[] = []) => pool.query(sql, [...given, ...more]);
  await run(
    `insert into delivery (depot, id, route, short_id, position, customer, address, phone, arrival,
       not_before, not_after, created_at)
     select $1::uuid, (item->>'id')::uuid, $3::uuid, item->>'shortId', (item->>'position')::int,
       item->>'customer', array(select jsonb_array_elements_text(item->'address')), '+491700000000',
       ${TIME("item->>'arrival'")}, ${TIME("item->'verifier'->>'notBefore'")},
       ${TIME("item->'verifier'->>'notAfter'")}, now() ${FROM}`,
    [route],
  );
  await run(
    `insert into parcel (depot, delivery, label)
     select $1::uuid, (item->>'id')::uuid, item->'parcels'->>0 ${FROM}`,
  );
  await run(
    `insert into delivery_epoch (depot, delivery, epoch)
     select $1::uuid, (item->>'id')::uuid, 1 ${FROM}`,
  );
  await run(
    `insert into issue (depot, id, delivery, epoch, terminal, driver, salt, memory_kib, passes, lanes,
       presence_key, not_before, not_after, attempts, override_salt,
       override_presence_key, override_not_before, override_not_after, created_at)
     select $1::uuid, issue, (item->>'id')::uuid, 1, $3::uuid, $4::uuid, item->'verifier'->>'salt', 65536, 3, 1,
       item->'verifier'->>'presenceKey', ${TIME("item->'verifier'->>'notBefore'")},
       ${TIME("item->'verifier'->>'notAfter'")}, 5,
       item->'override'->>'salt', item->'override'->>'presenceKey',
       ${TIME("item->'override'->>'notBefore'")}, ${TIME("item->'override'->>'notAfter'")}, now()
     ${FROM}`,
    [terminal, driver],
  );
  await run(
    `insert into message (depot, id, issue, state, due, next_at, attempts, report_token, accepted_at)
     select $1::uuid, issue, issue, 'accepted', now(), now(), 1, a, now() ${FROM}`,
  );
  await run(
    `insert into active_code (depot, code_hmac, issue, purpose)
     select $1::uuid, decode(a, 'hex'), issue, 'hand-over' ${FROM}
     union all select $1::uuid, decode(b, 'hex'), issue, 'override' ${FROM}`,
  );
  await pool.query(
    `with before as (update terminal set manifest_cursor = manifest_cursor + cardinality($3::text[]),
         manifest_items = manifest_items + cardinality($3::text[])
       where depot = $1 and id = $2
       returning manifest_cursor - cardinality($3::text[]) as cursor,
         manifest_items - cardinality($3::text[]) as items)
     insert into manifest_item (depot, terminal, cursor, place, item)
       select $1, $2, cursor + n, items + n, item::json
       from before, unnest($3::text[]) with ordinality as u (item, n)`,
    [depot, terminal, stops.map(({ item }) => canonicalOf(item))],
  );
};

/** How many rows one statement takes. */
const CHUNK = 2_000;

/** Gives a terminal a new route of so many stops, all of it made before: nothing is left to issue. */
export const seedStops = async (where: Where, count: number): Promise<readonly Stop[]> => {
  const { pool, depot, driver, terminal } = where;
  const route = randomUUID() as RouteId;
  await pool.query(
    `insert into route (depot, id, name, day, driver, terminal, created_at)
     values ($1, $2, $3, current_date, $4, $5, now())`,
    [depot, route, `R ${route.slice(0, 8)}`, driver, terminal],
  );
  const stops: Stop[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const size = Math.min(CHUNK, count - from);
    const now = Date.now();
    const chunk = Array.from({ length: size }, (_, i) => makeStop(route, from + i + 1, now));
    await insertStops(where, route, chunk);
    stops.push(...chunk.map(({ stop }) => stop));
  }
  return stops;
};

/** Tells the planner how much there is now: once, after all stops of a measurement were given. */
export const tellPlanner = async (pool: Pool): Promise<void> => {
  await pool.query(
    'analyze delivery, parcel, issue, message, active_code, manifest_item, delivery_epoch',
  );
};
