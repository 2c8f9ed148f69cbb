import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { type TerminalView, viewTerminal } from './terminals.ts';

/**
 * Gives a terminal another name, which no other of its depot may have that is in use: people tell them
 * apart by it. The terminal is told with its next docking. The same name again changes nothing.
 */
export const renameTerminal = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  id: TerminalId,
  name: string,
): Promise<Result<TerminalView, 'no-such-terminal' | 'terminal-is-revoked' | 'name-taken'>> =>
  transaction(pool, async (tx) => {
    // Two that are renamed at once do not get one name.
    await tx.query('select 1 from depot where id = $1 for no key update', [depot]);
    const before = await viewTerminal(tx, depot, id);
    if (before === null) return err('no-such-terminal');
    if (before.status === 'revoked') return err('terminal-is-revoked');
    if (before.name === name) return ok(before);
    const { rowCount } = await tx.query(
      `select 1 from terminal t where depot = $1 and id <> $2 and lower(name) = lower($3)
         and revoked_at is null and not exists (
           select 1 from entry where entry.depot = t.depot and entry.terminal = t.id
             and kind = 'wiped' and sequence = t.acknowledged)`,
      [depot, id, name],
    );
    if (rowCount !== 0) return err('name-taken');
    await tx.query('update terminal set name = $3 where depot = $1 and id = $2', [depot, id, name]);
    await noteAct(tx, operator, 'terminal-renamed', { terminal: id }, now(), {
      depot,
      delivery: null,
      texts: { was: before.name, name },
    });
    return ok({ ...before, name });
  });
