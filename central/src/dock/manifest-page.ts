import { type SignedDocument, signDocument } from '../../../shared/protocol/api/signed.ts';
import { MAX_BODY_BYTES, MAX_ITEMS, manifestPage } from '../../../shared/protocol/api/terminal.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownTerminal } from '../actors.ts';
import { issuePending } from '../codes/issue-pending.ts';
import { countPending } from '../codes/pending-deliveries.ts';
import { at, transaction } from '../database/pool.ts';
import { noticeForgotten } from '../database/restored.ts';
import { queueOver } from '../deliveries/queue-over.ts';
import { queueKeys } from '../manifest/key-items.ts';
import type { Ports } from '../ports.ts';

/** Room for the page's other members and its signature. */
const MAX_PAGE_BYTES = MAX_BODY_BYTES - 16_384;

type Row = { readonly cursor: number; readonly item: unknown; readonly bytes: number };

const fitting = (rows: readonly Row[]): Row[] => {
  const page: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.bytes;
    if (page.length > 0 && bytes > MAX_PAGE_BYTES) break;
    page.push(row);
  }
  return page;
};

type Cursors = {
  readonly newest: number;
  readonly from: number | null;
  readonly to: number | null;
};

/**
 * Whether a cursor was given in a time that the database does not know any more, because it came
 * out of a backup. The terminal then pulls everything again.
 */
const isForgotten = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  terminal: KnownTerminal,
  after: number,
): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<Cursors>(
      `select manifest_cursor as newest, forgotten_from as "from", forgotten_to as "to"
       from terminal where depot = $1 and id = $2 for no key update`,
      [terminal.depot, terminal.id],
    );
    const { newest = 0, from = null, to = null } = rows[0] ?? {};
    if (after > newest) {
      await noticeForgotten(tx, terminal.depot, terminal.id, after, now());
      return true;
    }
    return from !== null && to !== null && after > from && after <= to;
  });

/**
 * The signed page after a cursor. What the terminal lacks comes first: a newer key list, what is over,
 * and issues, a bounded number for each request: what is not issued yet counts as remaining. Items
 * are rows with a cursor that only grows, so asking again after any cut gives the same items.
 */
export const pullManifest = async (
  ports: Pick<Ports, 'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random'>,
  terminal: KnownTerminal,
  after: number,
): Promise<Result<SignedDocument, 'cursor-unknown'>> => {
  if (await isForgotten(ports, terminal, after)) return err('cursor-unknown');
  await queueKeys(ports, terminal);
  await queueOver(ports, terminal);
  await issuePending(ports, terminal);
  const { pool, keys, now } = ports;
  const { depot, id } = terminal;
  await pool.query('update terminal set last_dock = $3 where depot = $1 and id = $2', [
    depot,
    id,
    at(now()),
  ]);
  // Counted before the items are read: what is issued in between is in the items at least.
  const pending = await countPending(pool, terminal, now());
  const { rows } = await pool.query<Row & { total: number }>(
    `select cursor, item, octet_length(item::text) as bytes, count(*) over () as total
     from manifest_item where depot = $1 and terminal = $2 and cursor > $3
     order by cursor limit $4`,
    [depot, id, after, MAX_ITEMS],
  );
  const page = fitting(rows);
  const left = (rows[0]?.total ?? 0) - page.length;
  const document = manifestPage.parse({
    terminal: id,
    after,
    cursor: page.at(-1)?.cursor ?? after,
    remaining: page.length === 0 ? 0 : left + pending,
    items: page.map((row) => row.item),
  });
  const key = keys.signing('manifest', now());
  return ok(signDocument('manifest', key.id, key.signer, document));
};
