import type { LineProblem } from '../deliveries/new-stop.ts';
import type { Row } from './split-rows.ts';

/** A row that needs a person: its cells, and what is wrong. */
export type BadRow = Row & { readonly problems: readonly LineProblem[] };

/** So many rows are mended by hand; whoever has more mends the file. */
export const MAX_BAD_ROWS = 1_000;
const MAX_CHARACTERS = 4_000_000;

export type BadRows = {
  readonly add: (row: BadRow) => void;
  readonly rows: () => readonly BadRow[];
};

/** Keeps the first rows of a file that need a person, and no more than fits. */
export const collectBadRows = (): BadRows => {
  const rows: BadRow[] = [];
  let characters = 0;
  return {
    add: (row) => {
      characters += row.cells.reduce((sum, { length }) => sum + length, 0);
      if (rows.length < MAX_BAD_ROWS && characters <= MAX_CHARACTERS) rows.push(row);
    },
    rows: () => rows,
  };
};
