import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';

/** How the stop ended without a code, or that the driver took it back; of a terminal that has it. */
export const noteException = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  content: Extract<EntryContent, { kind: 'exception' | 'exception-undone' }>,
): Promise<void> => {
  const outcome = content.kind === 'exception' ? content.outcome : null;
  await tx.query(
    `update delivery set exception = $4, version = version + 1
     where depot = $1 and id = $2 and exists (select 1 from issue
       where issue.depot = $1 and issue.delivery = $2 and issue.terminal = $3)`,
    [depot, content.delivery, terminal, outcome],
  );
};
