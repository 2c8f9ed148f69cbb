import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { onceLetGo } from '../files/held-files.ts';

/** What was last seen of a boot: the system's id for it, the clock then, and our own id for it. */
export const seenBoot = z.strictObject({
  version: z.literal(1),
  systemId: z.string().min(1).max(64),
  elapsedMs: z.number().min(0),
  bootId: z.string().min(1).max(64),
});
export type SeenBoot = z.infer<typeof seenBoot>;

/**
 * Judges whether this is still the boot that was last seen. An id of the system's that never changes,
 * as Windows has where its boots are not counted or its registry is put back at each start, does not
 * say; a clock that runs behind what was seen does, and then for good.
 *
 * @param newId draws an id that no boot has had
 */
export const recogniseBoot = (
  seen: SeenBoot | null,
  systemId: string,
  elapsedMs: number,
  newId: () => string,
): SeenBoot => {
  const isSame = seen !== null && seen.systemId === systemId && elapsedMs >= seen.elapsedMs;
  return { version: 1, systemId, elapsedMs, bootId: isSame ? seen.bootId : newId() };
};

/** Reads what was last seen; null if nothing was, or it cannot be read: then it is another boot. */
export const readSeenBoot = (path: string): SeenBoot | null => {
  try {
    return seenBoot.parse(JSON.parse(onceLetGo(() => readFileSync(path, 'utf8'))));
  } catch {
    return null;
  }
};
