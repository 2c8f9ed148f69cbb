import { z } from 'zod';
import { type DepotId, type Instant, instant } from '../../../shared/protocol/ids.ts';
import { DAY } from '../clock.ts';
import { at, type Pool } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import type { FoundColumn } from './found-columns.ts';
import { isImportLocked } from './import-lock.ts';
import {
  type ImportFailure,
  type ImportId,
  type ImportKey,
  type ImportOptions,
  importId,
} from './import-options.ts';
import type { Report } from './report.ts';

/** An import in a list: how it stands, in figures. */
export type ImportSummary = {
  readonly id: ImportId;
  readonly kind: ImportOptions['kind'];
  readonly state: 'receiving' | 'running' | 'done' | 'refused' | 'failed';
  readonly goodOnly: boolean;
  readonly dryRun: boolean;
  readonly name: string | null;
  /** Who began it. */
  readonly by: string | null;
  readonly hasRest: boolean;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
  /** Until when the file waits to be mended; null: it does not. */
  readonly keptUntil: Instant | null;
  /** What was read, made and refused; null: it is not known yet, or it failed. */
  readonly rows: number | null;
  readonly imported: number | null;
  readonly refused: number | null;
};

/** An import as operators see it. */
export type ImportView = Omit<ImportSummary, 'rows' | 'imported' | 'refused'> & {
  readonly bytes: number;
  readonly bytesRead: number;
  readonly rowsRead: number;
  readonly report: Report | null;
  readonly failure: ImportFailure | null;
  /** The same file to the byte, if it was imported in the day before this one came. */
  readonly sameAs: (Pick<ImportSummary, 'id' | 'name' | 'by'> & { readonly at: Instant }) | null;
  /** Of a file that waits. */
  readonly columns: readonly FoundColumn[] | null;
};

const COMMON = `import.id, import.kind, state, good_only as "goodOnly", dry_run as "dryRun", import.name,
  operator.name as by, has_rest as "hasRest", import.created_at as "createdAt",
  ended_at as "endedAt", kept_until as "keptUntil"`;
const FROM = 'from import left join operator on operator.id = import.operator';

/** SQL: the newest of the imports of the same bytes in the day ($3, in milliseconds) before one. */
const SAME = `(select jsonb_build_object('id', same.id, 'name', same.name, 'by', who.name,
    'at', round(extract(epoch from same.ended_at) * 1000))
  from import same left join operator who on who.id = same.operator
  where same.depot = $1 and same.id <> import.id and same.digest = import.digest
    and same.state = 'done' and not same.dry_run and same.ended_at <= import.created_at
    and same.ended_at > import.created_at - $3 * interval '1 millisecond'
  order by same.ended_at desc limit 1)`;

/** By what imports are listed. */
export const importPlace = z.tuple([instant, importId]);

/** A page of a depot's imports, the newest first. */
export const listImports = async (
  pool: Pool,
  depot: DepotId,
  page: Page<z.infer<typeof importPlace>>,
): Promise<{ readonly imports: readonly ImportSummary[] } & PageEnd> => {
  const isLocked = await isImportLocked(pool, depot);
  const [before, id] = page.cursor ?? [null, null];
  const found = await pool.query<ImportSummary>(
    `select ${COMMON}, (report->>'rows')::int as rows, (report->>'imported')::int as imported,
       (report->>'refused')::int as refused
     ${FROM} where depot = $1 and ($2::timestamptz is null or (import.created_at, import.id) < ($2, $3))
     order by import.created_at desc, import.id desc limit $4`,
    [depot, before === null ? null : at(before), id, oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ createdAt, id }) => [createdAt, id] as const);
  const imports = rows.map((one) =>
    one.endedAt === null && !isLocked ? { ...one, state: 'failed' as const } : one,
  );
  return { imports, ...end };
};

/** An import, with the newest of its progress; null if there is none such. */
export const findImport = async (
  pool: Pool,
  { depot, id }: ImportKey,
): Promise<ImportView | null> => {
  // First the lock: an import that ends between the two looks must not seem to have died.
  const isLocked = await isImportLocked(pool, depot);
  const { rows } = await pool.query<ImportView>(
    `select ${COMMON}, bytes, bytes_read as "bytesRead", rows_read as "rowsRead", report, failure, columns,
       ${SAME} as "sameAs"
     ${FROM} where depot = $1 and import.id = $2`,
    [depot, id, DAY],
  );
  const [found] = rows;
  if (found === undefined) return null;
  return found.endedAt === null && !isLocked
    ? { ...found, state: 'failed', failure: 'died' }
    : found;
};
