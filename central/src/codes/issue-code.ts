import { randomUUID } from 'node:crypto';
import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { SealedVerifier } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import type { TerminalKey } from '../actors.ts';
import { later } from '../clock.ts';
import { brokenUnique, type Transaction, transaction } from '../database/pool.ts';
import { INSTRUCTIONS, type InstructionColumns, instructionsOf } from '../manifest/instructions.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import type { Ports } from '../ports.ts';
import { lockToken, makeTokenVerifier } from '../tokens/token-verifier.ts';
import { equalsLabel } from './equals-label.ts';
import { makeSealedCode, type SealedCode } from './make-sealed-code.ts';
import { overrideValidity } from './override-validity.ts';
import { isPending, type PendingDelivery } from './pending-deliveries.ts';
import { type IssueDraft, putIssue } from './put-issue.ts';

type IssuePorts = Pick<
  Ports,
  'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random' | 'scheduleSms'
>;

type DeliveryRow = Pick<
  ManifestDelivery,
  'shortId' | 'route' | 'position' | 'customer' | 'address' | 'arrival' | 'parcels'
> & {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly leadMs: number;
  readonly attempts: number;
  readonly hasPhone: boolean;
  readonly columns: InstructionColumns;
};

const readDelivery = async (
  tx: Transaction,
  depot: DepotId,
  id: DeliveryId,
): Promise<DeliveryRow> => {
  const { rows } = await tx.query<DeliveryRow>(
    `select short_id as "shortId", route, position, customer, address, arrival, lead_ms as "leadMs",
       not_before as "notBefore", not_after as "notAfter", attempts, phone is not null as "hasPhone",
       ${INSTRUCTIONS} as columns,
       array(select label from parcel where parcel.depot = delivery.depot
         and parcel.delivery = delivery.id order by label) as parcels
     from delivery join depot on depot.id = delivery.depot
     where delivery.depot = $1 and delivery.id = $2`,
    [depot, id],
  );
  if (rows[0] === undefined) throw new Error(`delivery ${id} is gone`);
  return rows[0];
};

/** What the customer is checked against: the code, or the token if there is one. */
type Customer = Pick<ManifestDelivery, 'verifier' | 'token'>;

const sealedVerifier = (
  { delivery, epoch }: PendingDelivery,
  { notBefore, notAfter, attempts }: Pick<DeliveryRow, 'notBefore' | 'notAfter' | 'attempts'>,
  purpose: Purpose,
  { salt, presenceKey }: SealedCode,
  cost: Ports['cost'],
): SealedVerifier => ({
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

/** Null if the token was revoked meanwhile. */
const customerOf = async (
  tx: Transaction,
  ports: IssuePorts,
  depot: DepotId,
  pending: PendingDelivery,
  row: DeliveryRow,
  code: SealedCode | null,
  pepper: Uint8Array,
): Promise<Customer | null> => {
  if (code !== null) {
    return { verifier: sealedVerifier(pending, row, 'hand-over', code, ports.cost), token: null };
  }
  const token = pending.token === null ? null : await lockToken(tx, depot, pending.token);
  if (token === null) return null;
  const { delivery, epoch } = pending;
  const { notBefore, notAfter, attempts } = row;
  const basis = { delivery, epoch, notBefore, notAfter, attempts };
  const verifier = makeTokenVerifier(ports, token, pepper, basis);
  return { verifier, token: { id: token.id, next: token.next } };
};

const itemOf = (
  pending: PendingDelivery,
  row: DeliveryRow,
  customer: Customer,
  override: SealedCode,
  cost: Ports['cost'],
  overriding: IssueDraft['overriding'],
): ManifestDelivery => {
  const { shortId, route, position, customer: name, address, arrival, parcels, columns } = row;
  return {
    type: 'delivery',
    id: pending.delivery,
    shortId,
    route,
    position,
    customer: name,
    address,
    arrival,
    parcels,
    epoch: pending.epoch,
    ...customer,
    override: sealedVerifier(pending, { ...row, ...overriding }, 'override', override, cost),
    ...instructionsOf(columns),
  };
};

/** Everything of an issue that is one transaction; false if it is not needed any more. */
const commitIssue = (
  ports: IssuePorts,
  id: string,
  terminal: TerminalKey,
  pepper: Uint8Array,
  pending: PendingDelivery,
  code: SealedCode | null,
  override: SealedCode,
): Promise<boolean> =>
  transaction(ports.pool, async (tx) => {
    const { depot } = terminal;
    await lockTerminals(tx, depot, [terminal.id]);
    if (!(await isPending(tx, terminal, pending, ports.now()))) return false;
    const row = await readDelivery(tx, depot, pending.delivery);
    const customer = await customerOf(tx, ports, depot, pending, row, code, pepper);
    if (customer === null) return false;
    const { notBefore, notAfter, attempts } = row;
    const due = later(row.arrival, -row.leadMs);
    const smsDue = code !== null && row.hasPhone ? due : null;
    const validity = { notBefore, notAfter, attempts };
    const overriding = overrideValidity(row, ports.now());
    await putIssue(tx, ports, {
      depot,
      id,
      pending,
      terminal: terminal.id,
      ...validity,
      overriding,
      customer: code,
      override,
      smsDue,
    });
    const item = itemOf(pending, row, customer, override, ports.cost, overriding);
    await addManifestItem(tx, depot, terminal.id, item);
    if (smsDue !== null) await ports.scheduleSms(tx, depot, id, smsDue);
    return true;
  });

const CODE_TRIES = 5;

/**
 * Issues one delivery to one terminal: the dispatcher's code, and the customer's, or the verifier of
 * the customer's token. The verifiers become a manifest item, the SMS of a code is scheduled, all in
 * one transaction. False if meanwhile the delivery needs no issue any more, or something else took
 * its number. Codes of which one equals an active one, or a label in use, are thrown away for others.
 */
export const issueCode = async (
  ports: IssuePorts,
  terminal: TerminalKey,
  pepper: Uint8Array,
  pending: PendingDelivery,
): Promise<boolean> => {
  for (let tries = 1; ; tries++) {
    const id = randomUUID();
    // The costly part comes first, outside the transaction, which then is short.
    const issue = { id, ...pending };
    const hasToken = pending.token !== null;
    const code = hasToken ? null : await makeSealedCode(ports, issue, 'hand-over', pepper);
    const override = await makeSealedCode(ports, issue, 'override', pepper);
    const codes = code === null ? [override] : [code, override];
    if (tries < CODE_TRIES && (await equalsLabel(ports, terminal.depot, codes))) continue;
    try {
      return await commitIssue(ports, id, terminal, pepper, pending, code, override);
    } catch (error) {
      const broken = brokenUnique(error);
      if (broken === 'active_code_pkey' && tries < CODE_TRIES) continue;
      if (broken === 'delivery_epoch_pkey' || broken === 'issue_active') return false;
      throw error;
    }
  }
};
