import type { TerminalRecord } from '../app/ports/central.ts';

/** Pages of the manifest, of which the next is on its way while one is looked at. */
export type ReadAhead<T> = {
  /** The page after a cursor: the one that was begun, if it is that, or else asked for now. */
  readonly take: (record: TerminalRecord, after: number) => Promise<T>;
  /** Begins the page after a cursor. */
  readonly begin: (record: TerminalRecord, after: number) => void;
  /** What was begun is too old to be taken. */
  readonly forget: () => void;
};

const isSame = (a: TerminalRecord, b: TerminalRecord): boolean =>
  a.central === b.central && a.grant.terminal === b.grant.terminal;

/** Keeps at most one page that nobody has asked for yet. */
export const makeReadAhead = <T>(
  ask: (record: TerminalRecord, after: number) => Promise<T>,
): ReadAhead<T> => {
  let begun: { record: TerminalRecord; after: number; page: Promise<T> } | null = null;
  return {
    take: (record, after) => {
      const mine = begun !== null && begun.after === after && isSame(begun.record, record);
      const page = mine && begun !== null ? begun.page : ask(record, after);
      begun = null;
      return page;
    },
    begin: (record, after) => {
      const page = ask(record, after);
      // Whoever takes it hears of what is thrown; perhaps nobody does.
      page.catch(() => {});
      begun = { record, after, page };
    },
    forget: () => {
      begun = null;
    },
  };
};
