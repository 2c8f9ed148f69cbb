import type { Pool } from './pool.ts';

/**
 * Whether what was committed, and so acknowledged to terminals, survives the loss of one machine. Null:
 * central's role may not know. `why` is a sentence for operators.
 */
export type Durability = { readonly survivesLoss: boolean | null; readonly why: string };

type Row = {
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly named: boolean;
  readonly attached: number;
  readonly hidden: number;
};

const ASK = `
  select current_setting('fsync') as fsync,
    current_setting('full_page_writes') as "fullPageWrites",
    current_setting('synchronous_commit') as "synchronousCommit",
    current_setting('synchronous_standby_names') <> '' as named,
    (select count(*) from pg_stat_replication
      where state = 'streaming' and sync_state in ('sync', 'quorum')) as attached,
    (select count(*) from pg_stat_replication where sync_state is null) as hidden`;

const judge = (row: Row): Durability => {
  const not = (why: string): Durability => ({ survivesLoss: false, why });
  if (row.fsync !== 'on') return not('fsync is off: a power failure may damage the database.');
  if (row.fullPageWrites !== 'on') {
    return not('full_page_writes is off: a power failure may damage the database.');
  }
  if (row.synchronousCommit === 'off' || row.synchronousCommit === 'local') {
    return not(`synchronous_commit is ${row.synchronousCommit}: no standby is waited for.`);
  }
  if (!row.named) return not('synchronous_standby_names is empty: no standby is waited for.');
  if (row.attached > 0) return { survivesLoss: true, why: 'A synchronous standby has it.' };
  if (row.hidden > 0) {
    const why = "Central's role may not see the standbys: grant pg_read_all_stats to it.";
    return { survivesLoss: null, why };
  }
  return not('No synchronous standby is attached: commits wait for one.');
};

/** Asks the database itself: what it is set to, and who is attached. */
export const readDurability = async (pool: Pool): Promise<Durability> => {
  const { rows } = await pool.query<Row>(ASK);
  if (rows[0] === undefined) throw new Error('the database says nothing of itself');
  return judge(rows[0]);
};
