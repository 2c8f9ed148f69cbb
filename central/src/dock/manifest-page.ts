import { signCanonical } from '../../../shared/protocol/api/signed.ts';
import { MAX_BODY_BYTES, MAX_ITEMS } from '../../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownTerminal, TerminalKey } from '../actors.ts';
import { issuePending } from '../codes/issue-pending.ts';
import { sendAwaiting } from '../codes/put-message.ts';
import { at, type Database, transaction } from '../database/pool.ts';
import { noticeForgotten } from '../database/restored.ts';
import { queueOver } from '../deliveries/queue-over.ts';
import { queueKeys } from '../manifest/key-items.ts';
import type { Ports } from '../ports.ts';

/** Room for the page's other members and its signature. */
const MAX_PAGE_BYTES = MAX_BODY_BYTES - 16_384;

type Head = {
  /** The newest cursor, and how many items there ever were. */
  readonly newest: number;
  readonly total: number;
  readonly forgottenFrom: number | null;
  readonly forgottenTo: number | null;
};
type Row = {
  readonly cursor: number;
  readonly place: number;
  /** In its canonical form. */
  readonly item: string;
};

type Page = {
  readonly head: Head;
  readonly rows: readonly Row[];
  /** How many items come after them. */
  readonly left: number;
};

const fitting = (rows: readonly Row[]): readonly Row[] => {
  let bytes = 0;
  const end = rows.findIndex(({ item }, n) => {
    bytes += Buffer.byteLength(item) + 1;
    return n > 0 && bytes > MAX_PAGE_BYTES;
  });
  return end === -1 ? rows : rows.slice(0, end);
};

/** The items after a cursor. Costs what the page costs, however many there are. */
const readPage = async (db: Database, { depot, id }: TerminalKey, after: number): Promise<Page> => {
  const { rows } = await db.query<Head & (Row | { readonly cursor: null })>(
    `select t.manifest_cursor as newest, t.manifest_items as total,
       t.forgotten_from as "forgottenFrom", t.forgotten_to as "forgottenTo", m.*
     from terminal t left join lateral (
       select cursor, place, item::text as item from manifest_item
       where depot = t.depot and terminal = t.id and cursor > $3
       order by cursor limit $4) m on true
     where t.depot = $1 and t.id = $2 order by m.cursor`,
    [depot, id, after, MAX_ITEMS],
  );
  const [head] = rows;
  if (head === undefined) throw new Error(`terminal ${id} is gone`);
  const page = fitting(rows.flatMap((row) => (row.cursor === null ? [] : [row])));
  const last = page.at(-1);
  return { head, rows: page, left: last === undefined ? 0 : head.total - last.place };
};

/**
 * Whether a cursor was given in a time that the database does not know any more, because it came
 * out of a backup. The terminal then pulls everything again.
 */
const isForgotten = async (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  { depot, id }: KnownTerminal,
  after: number,
  { newest, forgottenFrom: from, forgottenTo: to }: Head,
): Promise<boolean> => {
  if (after <= newest) return from !== null && to !== null && after > from && after <= to;
  return transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ newest: number }>(
      `select manifest_cursor as newest from terminal
       where depot = $1 and id = $2 for no key update`,
      [depot, id],
    );
    if (after > (rows[0]?.newest ?? 0)) await noticeForgotten(tx, depot, id, after, now());
    return true;
  });
};

type PullPorts = Pick<Ports, 'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random'>;

/**
 * What the terminal lacks and is not among its items yet: a newer key list, what is over, and issues,
 * a bounded number for each request. Gives how many are left to issue.
 */
const queueLacking = async (ports: PullPorts, terminal: KnownTerminal): Promise<number> => {
  await queueKeys(ports, terminal);
  await queueOver(ports, terminal);
  return issuePending(ports, terminal);
};

/** Notes that a terminal docks, and whether it is given all that there was for it at this moment. */
const noteGiven = async (
  db: Database,
  { depot, id }: TerminalKey,
  moment: Instant,
  isAll: boolean,
): Promise<void> => {
  await db.query(
    `update terminal set last_dock = $3::timestamptz,
       given_at = case when $4 then $3::timestamptz else given_at end
     where depot = $1 and id = $2`,
    [depot, id, at(moment), isAll],
  );
};

/** As the JSON that travels, and whether there is anything in it. */
export type SignedPage = { readonly text: string; readonly isEmpty: boolean };

/**
 * The signed page after a cursor. Where it would be the last one, what the
 * terminal lacks comes first; what is not issued then counts as remaining. Items are rows with a
 * cursor that only grows, so asking again after any cut gives the same items.
 */
export const pullManifest = async (
  ports: PullPorts,
  terminal: KnownTerminal,
  after: number,
): Promise<Result<SignedPage, 'cursor-unknown'>> => {
  const { pool, keys, now } = ports;
  let page = await readPage(pool, terminal, after);
  if (await isForgotten(ports, terminal, after, page.head)) return err('cursor-unknown');
  let pending = 0;
  if (page.left === 0) {
    // Counted before the items are read: what is issued in between is in the items at least.
    pending = await queueLacking(ports, terminal);
    const moment = now();
    page = await readPage(pool, terminal, after);
    const isAll = page.left + pending === 0;
    await noteGiven(pool, terminal, moment, isAll);
    if (isAll) await sendAwaiting(pool, terminal, moment);
  }
  const { rows, left } = page;
  const cursor = rows.at(-1)?.cursor ?? after;
  const remaining = rows.length === 0 ? 0 : left + pending;
  const items = rows.map(({ item }) => item).join(',');
  // In the canonical form (RFC 8785), as each item is: members by name, no blanks.
  const document = `{"after":${after},"cursor":${cursor},"items":[${items}],"remaining":${remaining},"terminal":"${terminal.id}"}`;
  const { id, signer } = keys.signing('manifest', now());
  const text = signCanonical('manifest', id, signer, document);
  return ok({ text, isEmpty: rows.length === 0 });
};
