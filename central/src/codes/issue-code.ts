import { randomUUID } from 'node:crypto';
import type { ManifestDelivery } from '../../../shared/api/terminal.ts';
import type { Instant, TerminalId } from '../../../shared/ids.ts';
import type { SealedVerifier } from '../../../shared/schemes/sealed.ts';
import type { Purpose } from '../../../shared/verdict.ts';
import { later } from '../clock.ts';
import { at, brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../dock/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { makeSealedCode, type SealedCode } from './make-sealed-code.ts';
import { isPending, type PendingDelivery } from './pending-deliveries.ts';

type IssuePorts = Pick<
  Ports,
  'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random' | 'scheduleSms'
>;

type DeliveryRow = Pick<
  ManifestDelivery,
  'shortId' | 'position' | 'customer' | 'address' | 'arrival' | 'parcels'
> & {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly leadMs: number;
  readonly attempts: number;
};

const readDelivery = async (tx: Transaction, id: string): Promise<DeliveryRow> => {
  const { rows } = await tx.query<DeliveryRow>(
    `select short_id as "shortId", position, customer, address, arrival, lead_ms as "leadMs",
       not_before as "notBefore", not_after as "notAfter", attempts,
       array(select label from parcel where parcel.delivery = delivery.id order by label) as parcels
     from delivery join depot on depot.id = delivery.depot where delivery.id = $1`,
    [id],
  );
  if (rows[0] === undefined) throw new Error(`delivery ${id} is gone`);
  return rows[0];
};

/** The two codes of an issue: the customer's and the dispatcher's. */
type IssueCodes = { readonly customer: SealedCode; readonly override: SealedCode };

const putIssue = async (
  tx: Transaction,
  { now, cost }: Pick<Ports, 'now' | 'cost'>,
  id: string,
  { delivery, epoch, driver }: PendingDelivery,
  terminal: TerminalId,
  row: DeliveryRow,
  { customer, override }: IssueCodes,
  due: Instant,
): Promise<void> => {
  await tx.query(
    `insert into issue (id, delivery, epoch, terminal, driver, salt, memory_kib, passes, lanes,
       presence_key, not_before, not_after, attempts, sealed_code, override_salt,
       override_presence_key, override_sealed, sms_due, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      id,
      delivery,
      epoch,
      terminal,
      driver,
      customer.salt,
      cost.memoryKiB,
      cost.passes,
      cost.lanes,
      customer.presenceKey,
      at(row.notBefore),
      at(row.notAfter),
      row.attempts,
      customer.sealed,
      override.salt,
      override.presenceKey,
      override.sealed,
      at(due),
      at(now()),
    ],
  );
  await tx.query(
    `insert into active_code (code_hmac, issue, purpose)
     values ($2, $1, 'hand-over'), ($3, $1, 'override')`,
    [id, customer.hmac, override.hmac],
  );
};

const itemOf = (
  { delivery, epoch }: PendingDelivery,
  row: DeliveryRow,
  { customer, override }: IssueCodes,
  cost: Ports['cost'],
): ManifestDelivery => {
  const { shortId, position, customer: name, address, arrival, parcels } = row;
  const { notBefore, notAfter, attempts } = row;
  const verifierOf = (purpose: Purpose, { salt, presenceKey }: SealedCode): SealedVerifier => ({
    scheme: 'sealed',
    purpose,
    delivery,
    epoch,
    salt,
    cost,
    presenceKey,
    notBefore,
    notAfter,
    attempts,
  });
  return {
    type: 'delivery',
    id: delivery,
    shortId,
    position,
    customer: name,
    address,
    arrival,
    parcels,
    epoch,
    verifier: verifierOf('hand-over', customer),
    override: verifierOf('override', override),
  };
};

const CODE_TRIES = 5;

/**
 * Issues the two codes of one delivery to one terminal: their verifiers become a manifest item, the
 * SMS is scheduled, all in one transaction. False if meanwhile the delivery needs none any more, or
 * another request issued it. Codes of which one equals an active one are thrown away for others.
 */
export const issueCode = async (
  ports: IssuePorts,
  terminal: TerminalId,
  pepper: Uint8Array,
  pending: PendingDelivery,
): Promise<boolean> => {
  for (let tries = 1; ; tries++) {
    const id = randomUUID();
    // The costly part comes first, outside the transaction, which then is short.
    const issue = { id, ...pending };
    const customer = await makeSealedCode(ports, issue, 'hand-over', pepper);
    const override = await makeSealedCode(ports, issue, 'override', pepper);
    const codes = { customer, override };
    try {
      return await transaction(ports.pool, async (tx) => {
        await lockTerminals(tx, [terminal]);
        if (!(await isPending(tx, terminal, pending, ports.now()))) return false;
        const row = await readDelivery(tx, pending.delivery);
        const due = later(row.arrival, -row.leadMs);
        await putIssue(tx, ports, id, pending, terminal, row, codes, due);
        await addManifestItem(tx, terminal, itemOf(pending, row, codes, ports.cost));
        await ports.scheduleSms(tx, id, due);
        return true;
      });
    } catch (error) {
      const broken = brokenUnique(error);
      if (broken === 'active_code_pkey' && tries < CODE_TRIES) continue;
      if (broken === 'issue_delivery_epoch_key' || broken === 'issue_active') return false;
      throw error;
    }
  }
};
