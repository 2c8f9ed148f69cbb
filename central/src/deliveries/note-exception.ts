import type { TerminalId } from '../../../shared/protocol/ids.ts';
import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import type { Transaction } from '../database/pool.ts';

/** How the stop ended without a code, or that the driver took it back; of a terminal that has it. */
export const noteException = async (
  tx: Transaction,
  terminal: TerminalId,
  content: Extract<EntryContent, { kind: 'exception' | 'exception-undone' }>,
): Promise<void> => {
  const outcome = content.kind === 'exception' ? content.outcome : null;
  await tx.query(
    `update delivery set exception = $3 where id = $1 and exists (
       select 1 from issue where issue.delivery = $1 and issue.terminal = $2)`,
    [content.delivery, terminal, outcome],
  );
};
