import { useState } from 'react';

/** Keeps the idempotency key of what is asked, until it is known what became of it. */
export const makeActKey = () => {
  let asked: string | null = null;
  let key = '';
  return {
    /** The key for this: the same however often it is tried, another for anything else. */
    of: (what: unknown): string => {
      const now = JSON.stringify(what);
      if (now !== asked) key = crypto.randomUUID();
      asked = now;
      return key;
    },
    /** It was done, or refused: what is asked next is another act, even if it is the same again. */
    end: (): void => {
      asked = null;
    },
  };
};

/** The key of the acts of one dialog, or of one button. */
export const useActKey = () => useState(makeActKey)[0];
