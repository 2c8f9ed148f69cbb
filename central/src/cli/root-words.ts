import { type Rooted, rootsBefore } from '../../../shared/protocol/api/roots.ts';
import { spokenFingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';

/**
 * The root keys that the one of a file has followed, the newest first: whoever knows one of them knows
 * that one. None where it is the first, or where the file's statements do not lead to it.
 */
export const earlierRoots = (file: Rooted): readonly string[] =>
  (rootsBefore(file, verifySignature) ?? []).map(spokenFingerprint).reverse();

/** The same as a sentence; none where there is nothing to say. */
export const earlierRootsOf = (file: Rooted): readonly string[] => {
  const [newest, ...more] = earlierRoots(file);
  if (newest === undefined) return [];
  const all = [newest, ...more].join(', and that one ');
  return [`That root key follows ${all}, as each said of the next.`];
};
