import type { LineProblem } from '../deliveries/new-stop.ts';
import type { FilledRoute } from '../deliveries/put-stops.ts';

/** How many problems, notes and routes a report lists; it counts all. */
export const MAX_LISTED = 1_000;

/** What became of a file. Of its cells it has nothing but headings. */
export type Report = {
  /** Rows with anything in them, without the header. */
  readonly rows: number;
  /** Deliveries that were made; in a dry run, that would have been. */
  readonly imported: number;
  /** Rows that have a problem. */
  readonly refused: number;
  readonly routes: readonly FilledRoute[];
  readonly routeCount: number;
  /** In the order of the rows. */
  readonly problems: readonly LineProblem[];
  readonly problemCounts: Readonly<Record<string, number>>;
  /** What was taken, and ought to be looked at all the same. */
  readonly notes: readonly LineProblem[];
  readonly noteCounts: Readonly<Record<string, number>>;
};

/** Lines as they come: all counted by their code, and the first of them kept. */
const makeList = () => {
  const listed: LineProblem[] = [];
  const counts: Record<string, number> = {};
  return {
    add: (lines: readonly LineProblem[]): void => {
      for (const line of lines) {
        counts[line.code] = (counts[line.code] ?? 0) + 1;
        if (listed.length < MAX_LISTED) listed.push(line);
      }
    },
    isFull: (): boolean => listed.length >= MAX_LISTED,
    listed,
    counts,
  };
};

export type ReportMaker = {
  readonly addRows: (rows: number, refused: number) => void;
  readonly addProblems: (lines: readonly LineProblem[]) => void;
  readonly addNotes: (lines: readonly LineProblem[]) => void;
  readonly rows: () => number;
  readonly hasProblems: () => boolean;
  /** No further problem will be listed. */
  readonly isFull: () => boolean;
  readonly report: (made: number, routes: Iterable<FilledRoute>) => Report;
};

export const makeReport = (): ReportMaker => {
  const problems = makeList();
  const notes = makeList();
  let rows = 0;
  let refused = 0;
  return {
    addRows: (more, bad) => {
      rows += more;
      refused += bad;
    },
    addProblems: problems.add,
    addNotes: notes.add,
    rows: () => rows,
    hasProblems: () => problems.listed.length > 0,
    isFull: problems.isFull,
    report: (made, filled) => {
      const routes = [...filled].filter(({ deliveries }) => deliveries > 0);
      return {
        rows,
        imported: made,
        refused,
        routes: routes.slice(0, MAX_LISTED),
        routeCount: routes.length,
        problems: problems.listed,
        problemCounts: problems.counts,
        notes: notes.listed,
        noteCounts: notes.counts,
      };
    },
  };
};
