import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import type { ExceptionOutcome } from '../../../shared/protocol/outcome.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';

type Said = Extract<EntryContent, { kind: 'exception' | 'exception-undone' }>;

/**
 * How stops ended without a code, or that the driver took it back; of a terminal that has them. What
 * was said last of a delivery stands, and each time that something was said raises its version.
 */
export const noteExceptions = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  said: readonly Said[],
): Promise<void> => {
  if (said.length === 0) return;
  const last = new Map<DeliveryId, { outcome: ExceptionOutcome | null; times: number }>();
  for (const content of said) {
    const outcome = content.kind === 'exception' ? content.outcome : null;
    const times = (last.get(content.delivery)?.times ?? 0) + 1;
    last.set(content.delivery, { outcome, times });
  }
  const rows = [...last.values()];
  await tx.query(
    `update delivery set exception = u.outcome, version = version + u.times
     from unnest($3::uuid[], $4::text[], $5::int[]) as u (delivery, outcome, times)
     where delivery.depot = $1 and delivery.id = u.delivery and exists (select 1 from issue
       where issue.depot = $1 and issue.delivery = u.delivery and issue.terminal = $2)`,
    [
      depot,
      terminal,
      [...last.keys()],
      rows.map(({ outcome }) => outcome),
      rows.map(({ times }) => times),
    ],
  );
};
