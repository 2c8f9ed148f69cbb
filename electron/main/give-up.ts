type Parts = {
  readonly standardError: (line: string) => unknown;
  /** The support log, if it can be opened. */
  readonly log: () => Promise<(event: string, facts: Readonly<Record<string, string>>) => void>;
  /** Shows a person that nothing was started; resolves when they have put it away. */
  readonly showPage: () => Promise<void>;
  readonly exit: (code: number) => void;
};

/** What an error is called, without what it says: that may be a path or a value. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

/**
 * Ends a start that has failed, so that whoever may be there learns of it: on standard error, where
 * Windows has nobody to read it, in the support log, and on the screen. What fails of that is left
 * out. Only the first failure is said: a second one mostly follows from it.
 */
export const makeGiveUp = ({ standardError, log, showPage, exit }: Parts) => {
  let hasFailed = false;
  return async (error: unknown): Promise<void> => {
    if (hasFailed) return;
    hasFailed = true;
    standardError(`kerbside: cannot start: ${error instanceof Error ? error.message : ''}`);
    await log()
      .then((note) => note('start-failed', { because: nameOf(error) }))
      .catch(() => undefined);
    await showPage().catch(() => undefined);
    exit(1);
  };
};
