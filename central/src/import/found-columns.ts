import { type ColumnMap, type Meaning, meaningsOf } from './read-header.ts';
import type { Row } from './split-rows.ts';

/** A column of a file: its heading, what that was taken for, and the first cells below it. */
export type FoundColumn = {
  readonly heading: string;
  /** null: nothing is known by this name. */
  readonly meaning: Meaning | null;
  readonly samples: readonly string[];
};

const SAMPLES = 3;
const MAX_SAMPLE = 60;

/** The columns of a file by its header, with different cells of the rows that come first. */
export const foundColumns = (
  header: Row,
  rows: readonly Row[],
  map: ColumnMap,
): readonly FoundColumn[] =>
  meaningsOf(header, map).map((meaning, at) => ({
    heading: (header.cells[at] ?? '').trim(),
    meaning,
    samples: [...new Set(rows.map(({ cells }) => (cells[at] ?? '').trim().slice(0, MAX_SAMPLE)))]
      .filter((cell) => cell !== '')
      .slice(0, SAMPLES),
  }));
