import type { DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Database } from './pool.ts';

/** What ids from outside may name, and where its id is. */
const IDS = {
  terminal: 'id',
  staff: 'id',
  token: 'id',
  route: 'id',
  delivery: 'id',
  pass: 'once',
  finding: 'id',
  case_file: 'id',
  message: 'id',
  webhook: 'id',
} as const;

/**
 * Which depot something is of, by the id that an operator asks with; null if there is no such thing.
 * Asked once, at the edge: every other statement names the depot.
 */
export const depotOf = async (
  db: Database,
  table: keyof typeof IDS,
  id: string | number,
): Promise<DepotId | null> =>
  (await db.query<{ depot: DepotId }>(`select depot from ${table} where ${IDS[table]} = $1`, [id]))
    .rows[0]?.depot ?? null;

export const listDepotIds = async (db: Database): Promise<DepotId[]> =>
  (await db.query<{ id: DepotId }>('select id from depot order by id')).rows.map(({ id }) => id);

/** What a list is asked by. */
export type ByDepotOrTerminal = {
  readonly depot?: DepotId | undefined;
  readonly terminal?: TerminalId | undefined;
};

/** A list's bounds: these depots, and if it is not null this terminal of theirs alone. */
export type Scope = {
  readonly depots: readonly DepotId[];
  readonly terminal: TerminalId | null;
};

/** The depots that a list is asked of: the one that is named, the terminal's, or else all. */
export const scopeOf = async (
  db: Database,
  { depot, terminal }: ByDepotOrTerminal,
): Promise<Scope> => {
  if (terminal !== undefined) {
    const own = await depotOf(db, 'terminal', terminal);
    const isAsked = own !== null && (depot === undefined || depot === own);
    return { depots: isAsked ? [own] : [], terminal };
  }
  return { depots: depot === undefined ? await listDepotIds(db) : [depot], terminal: null };
};
