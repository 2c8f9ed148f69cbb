import { useState } from 'react';

/**
 * A thing as somebody saw it when they began an act. If another one changes it meanwhile, `isChanged`
 * until they have looked at what it is now: an act is done with what was seen, or not at all.
 */
export const useSeen = <T extends { readonly version: number }>(now: T) => {
  const [seen, setSeen] = useState(now);
  return { seen, isChanged: seen.version !== now.version, look: () => setSeen(now) };
};
