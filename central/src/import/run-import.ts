import type { DeliveryId, Instant } from '../../../shared/protocol/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { Transaction } from '../database/pool.ts';
import type { LineProblem, NewStop } from '../deliveries/new-stop.ts';
import { type FilledRoute, makeStopWriter, type StopWriter } from '../deliveries/put-stops.ts';
import type { Depot } from '../depots/depots.ts';
import { type BadRow, type BadRows, collectBadRows } from './bad-rows.ts';
import type { FoundColumn } from './found-columns.ts';
import type { JudgedRow, ReadPart } from './read-file.ts';
import { makeReport, type Report, type ReportMaker } from './report.ts';
import type { RestForm } from './rest-file.ts';
import { type FirstArrivals, makeRouteDays, type RouteDays } from './route-days.ts';

/** So many rows are checked against the database, and written, in one statement each. */
const CHUNK = 1_000;

export type ImportPlan = {
  readonly depot: Depot;
  /** Reads the rows, from the first one each time. */
  readonly read: () => AsyncIterable<Result<ReadPart, readonly LineProblem[]>>;
  /** Whether the rows without a problem are taken where others have one. */
  readonly goodOnly: boolean;
  readonly now: Instant;
  /** Which operator imports, by their id. */
  readonly madeBy: string;
  /** Hears of the rest of the file piece by piece: the rows that have a problem. */
  readonly onRest: ((tx: Transaction, text: string) => Promise<void>) | null;
  /** How the rest is written. */
  readonly rest: RestForm;
  /** Hears what was made of which row. */
  readonly onMade?: (line: number, delivery: DeliveryId) => void;
  /** Whether a row is wanted whose parcel was delivered or tried on that day already. */
  readonly isMeant: (line: number) => boolean;
  /** Whether the rows that need a person are asked for. */
  readonly asksForBadRows?: boolean;
  /** Hears how many rows were read so far; throws to end the import. */
  readonly onProgress: (rows: number) => Promise<void>;
};

export type Outcome = {
  readonly kind: 'read';
  readonly report: Report;
  /** Whether the rows that were made may stay. */
  readonly isTaken: boolean;
  /** The columns of a table, as far as it was read. */
  readonly columns: readonly FoundColumn[];
  /** Rows that need a person, where they are asked for. */
  readonly badRows: readonly BadRow[];
};
/** The file must be read again in a new transaction, knowing the first arrivals of its routes. */
export type Again = { readonly kind: 'again'; readonly firsts: FirstArrivals };

type Chunk = { readonly rows: readonly JudgedRow[]; readonly notes: readonly LineProblem[] };

/** Puts a chunk of rows into the database, and into the report what is wrong with others. */
const putChunk = async (
  tx: Transaction,
  { rows, notes }: Chunk,
  { days, writer, report, plan, width, badRows }: Running,
): Promise<void> => {
  const problems = new Map<number, LineProblem[]>();
  const addProblem = (problem: LineProblem): void => {
    const known = problems.get(problem.line);
    if (known === undefined) problems.set(problem.line, [problem]);
    else known.push(problem);
  };
  /** What is not wrong with a row by itself is said of a column by its own name. */
  const addClash = (clash: LineProblem): void =>
    addProblem({ ...clash, column: plan.rest.columnOf(clash.column) });
  const read = rows.flatMap((row) => (row.read.ok ? [row.read.value] : []));
  for (const row of rows) if (!row.read.ok) row.read.error.forEach(addProblem);
  days.see(read);
  const stops: NewStop[] = [];
  for (const line of read) {
    const day = days.dayOf(line);
    if (typeof day === 'string') stops.push({ ...line, day });
    else addClash(day);
  }
  // What is written besides more problems than are listed would all be undone.
  const isLost = !plan.goodOnly && report.isFull();
  if (!isLost) for (const clash of await writer.put(stops)) addClash(clash);
  const bad = rows.filter(({ row }) => problems.has(row.line));
  report.addRows(rows.length, bad.length);
  report.addProblems(bad.flatMap(({ row }) => problems.get(row.line) ?? []));
  for (const { row } of bad) badRows?.add({ ...row, problems: problems.get(row.line) ?? [] });
  report.addNotes(notes.filter(({ line }) => !problems.has(line)));
  if (plan.onRest === null || bad.length === 0) return;
  const rest = bad.map(({ row }) => plan.rest.row(row, width, problems.get(row.line) ?? []));
  await plan.onRest(tx, rest.join(''));
};

type Running = {
  readonly plan: ImportPlan;
  readonly days: RouteDays;
  readonly writer: StopWriter;
  readonly report: ReportMaker;
  readonly badRows: BadRows | null;
  /** How many cells the header has. */
  readonly width: number;
};

/**
 * Reads a file from its beginning and makes its deliveries, in one transaction that the caller ends:
 * rows are read while those before them are written.
 */
export const runImport = async (
  tx: Transaction,
  plan: ImportPlan,
  known: FirstArrivals,
): Promise<Outcome | Again> => {
  const { depot, goodOnly, onRest, onProgress } = plan;
  const report = makeReport();
  const badRows = plan.asksForBadRows === true ? collectBadRows() : null;
  let columns: readonly FoundColumn[] = [];
  const end = (made: number, routes: Iterable<FilledRoute>, isTaken: boolean): Outcome => ({
    kind: 'read',
    report: report.report(made, routes),
    isTaken,
    columns,
    badRows: badRows?.rows() ?? [],
  });
  const writer = makeStopWriter(tx, depot, plan, plan.onMade ?? (() => {}), plan.isMeant);
  const days = makeRouteDays(depot.timeZone, known);
  let rows: JudgedRow[] = [];
  let notes: LineProblem[] = [];
  let width = 0;
  let writing: Promise<void> = Promise.resolve();
  const put = async (): Promise<void> => {
    await writing;
    await onProgress(report.rows());
    writing = putChunk(tx, { rows, notes }, { plan, days, writer, report, width, badRows });
    // It is waited for later; until then nobody else hears of its failure.
    writing.catch(() => {});
    rows = [];
    notes = [];
  };
  for await (const part of plan.read()) {
    if (!part.ok) {
      await writing;
      report.addProblems(part.error);
      return end(0, [], false);
    }
    if (part.value.kind === 'columns') {
      columns = part.value.columns;
      continue;
    }
    if (part.value.kind === 'header') {
      report.addNotes(part.value.notes);
      width = part.value.header.cells.length;
      await onRest?.(tx, plan.rest.header(part.value.header.cells));
      continue;
    }
    rows.push(...part.value.rows);
    notes.push(...part.value.notes);
    if (rows.length >= CHUNK) await put();
  }
  await put();
  await writing;
  const unsettled = days.unsettled();
  if (unsettled !== null) return { kind: 'again', firsts: unsettled };
  const isTaken = goodOnly || !report.hasProblems();
  return isTaken ? end(writer.made(), writer.routes(), true) : end(0, [], false);
};
