import type { Import, ImportRow } from '../../api/imports.ts';

/** Mistakes that are none where somebody says that it is meant. */
const MAY_BE_MEANT = ['label-delivered', 'label-tried'];

/** Whether somebody may say that a row is meant as it is: nothing else is wrong with it. */
export const mayBeMeant = ({ problems }: Pick<ImportRow, 'problems'>): boolean =>
  problems.length > 0 && problems.every(({ code }) => MAY_BE_MEANT.includes(code));

/** What is still wrong with a row. */
export const openProblems = ({
  problems,
  meant,
}: Pick<ImportRow, 'problems' | 'meant'>): ImportRow['problems'] =>
  meant ? problems.filter(({ code }) => !MAY_BE_MEANT.includes(code)) : problems;

type Report = Pick<NonNullable<Import['report']>, 'rows' | 'refused'>;

export type RowCounts = {
  /** Rows that are here and still need somebody. */
  readonly open: number;
  /** Rows that need somebody and are too many to be mended here. */
  readonly more: number;
  /** Rows that would be imported now. */
  readonly good: number;
};

/** How the rows of a file stand, by what was found when it was read and by what was changed since. */
export const countRows = ({ rows, refused }: Report, kept: readonly ImportRow[]): RowCounts => {
  const isOpen = (row: ImportRow): boolean => openProblems(row).length > 0 && !row.leftOut;
  /** Left out since: one that was left out when the file was read has nothing wrong any more. */
  const isOut = ({ problems, leftOut, mended }: ImportRow): boolean =>
    leftOut && (problems.length > 0 || mended);
  const open = kept.filter(isOpen).length;
  const wrong = kept.filter(({ leftOut, problems }) => !leftOut || problems.length > 0).length;
  const more = Math.max(0, refused - wrong);
  return { open, more, good: Math.max(0, rows - open - more - kept.filter(isOut).length) };
};
