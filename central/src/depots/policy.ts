import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import {
  missingEvidenceRule,
  type Policy,
  policy,
  unscannedRule,
} from '../../../shared/protocol/policy.ts';
import type { KnownOperator } from '../actors.ts';
import { HOUR, SECOND } from '../clock.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import { retellDeliveries } from '../manifest/retell-deliveries.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { type Depot, findDepot } from './depots.ts';

const { leaseMs, clockToleranceMs, clockBlocks, waitsMs } = policy.shape;

/** A duration in a unit that people count in, wherever the policy takes it in milliseconds. */
const inUnits = (schema: z.ZodInt, unit: number) =>
  z
    .int()
    .min(Math.ceil((schema.minValue ?? 0) / unit))
    .max(Math.floor((schema.maxValue ?? 0) / unit));

/** The policy's settings as operators give them, each optional. */
export const policySettings = z
  .strictObject({
    leaseHours: inUnits(leaseMs, HOUR).optional(),
    clockToleranceSeconds: inUnits(clockToleranceMs, SECOND).optional(),
    clockBlocks: clockBlocks.optional(),
    waitsSeconds: z.array(inUnits(waitsMs.element, SECOND)).min(1).max(20).optional(),
    signOutAtDock: z.boolean().optional(),
    docksOnNetwork: z.boolean().optional(),
    unscanned: unscannedRule.optional(),
    missingEvidence: missingEvidenceRule.optional(),
    customerNumbers: z.boolean().optional(),
  })
  .meta({ id: 'PolicySettings', examples: [{ leaseHours: 16, unscanned: 'ask' }] });
export type PolicySettings = z.infer<typeof policySettings>;

/** A policy with some of its settings given anew. */
export const withSettings = (before: Policy, given: PolicySettings): Policy =>
  policy.parse({
    leaseMs: given.leaseHours === undefined ? before.leaseMs : given.leaseHours * HOUR,
    clockToleranceMs:
      given.clockToleranceSeconds === undefined
        ? before.clockToleranceMs
        : given.clockToleranceSeconds * SECOND,
    clockBlocks: given.clockBlocks ?? before.clockBlocks,
    waitsMs: given.waitsSeconds?.map((seconds) => seconds * SECOND) ?? before.waitsMs,
    signOutAtDock: given.signOutAtDock ?? before.signOutAtDock,
    docksOnNetwork: given.docksOnNetwork ?? before.docksOnNetwork,
    unscanned: given.unscanned ?? before.unscanned,
    missingEvidence: given.missingEvidence ?? before.missingEvidence,
    customerNumbers: given.customerNumbers ?? before.customerNumbers,
  });

/**
 * The policy of a depot, held as it is until the transaction ends: a terminal that enrols while
 * the policy changes is told either way.
 */
export const holdPolicy = async (tx: Transaction, depot: DepotId): Promise<Policy> => {
  const { rows } = await tx.query<{ policy: unknown }>(
    'select policy from depot where id = $1 for share',
    [depot],
  );
  return policy.parse(rows[0]?.policy);
};

/**
 * Changes the policy of a depot, and tells every terminal of it at its next dock. The same again
 * changes nothing. Null if there is no such depot.
 */
export const changePolicy = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  given: PolicySettings,
): Promise<Depot | null> =>
  transaction(pool, async (tx) => {
    await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
    const before = await findDepot(tx, depot);
    if (before === null) return null;
    const changed = withSettings(before.policy, given);
    if (isDeepStrictEqual(changed, before.policy)) return before;
    await tx.query('update depot set policy = $2 where id = $1', [depot, JSON.stringify(changed)]);
    const { rows } = await tx.query<{ id: TerminalId }>(
      'select id from terminal where depot = $1 and revoked_at is null',
      [depot],
    );
    const terminals = rows.map((row) => row.id);
    await lockTerminals(tx, depot, terminals);
    for (const terminal of terminals) {
      await addManifestItem(tx, depot, terminal, { type: 'policy', policy: changed });
    }
    if (changed.customerNumbers !== before.policy.customerNumbers) {
      await retellDeliveries(tx, depot, null);
    }
    await noteAct(tx, operator, 'policy-changed', { depot, terminals: terminals.length }, now());
    return { ...before, policy: changed };
  });
