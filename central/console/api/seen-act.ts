import { useState } from 'react';
import { type ActHeaders, useVersionedAct } from './versioned-act.ts';

/**
 * An act on a thing as somebody saw it when they began: it is done with that, or not at all. `isStale`:
 * somebody else has changed it meanwhile, until they `look` at what it is now.
 */
export const useSeenAct = <Thing extends { readonly version: number }, Body, Outcome>(
  now: Thing,
  send: (headers: ActHeaders, body: Body) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) => {
  const [seen, setSeen] = useState(now);
  const act = useVersionedAct(seen.version, send, onDone);
  // What one's own act changes is nobody else's.
  const isStale = seen.version !== now.version && !act.isPending && !act.isSuccess;
  return { ...act, isStale, look: () => setSeen(now) };
};
