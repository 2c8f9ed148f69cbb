import { rootsBefore, type Trust } from '../../../shared/protocol/api/roots.ts';
import { isNewerList, keyList, openDocument } from '../../../shared/protocol/api/signed.ts';
import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { TerminalRecord } from '../ports/central.ts';
import type { Store, StoreItem } from '../ports/store.ts';

/**
 * Whether a list of keys is the root's, and later than the one that the terminal has. One of a root that
 * it has left is neither: it waited in the manifest since then, and changes nothing.
 */
export const isNewer = (
  record: TerminalRecord,
  item: ManifestItem & { type: 'keys' },
): Result<boolean, ProblemCode> => {
  const newer = isNewerList(record, item.keys, verifySignature);
  if (newer.ok) return newer;
  const isOfLeft = (rootsBefore(record, verifySignature) ?? []).some(
    (left) => openDocument('keys', keyList, item.keys, left, verifySignature).ok,
  );
  return isOfLeft ? ok(false) : err('central-not-genuine');
};

/**
 * Goes by a list of keys from now on, and by the root that signed it, both of which were verified. An
 * entry `pulled` without items vouches for them, so that an old copy in the store is noticed, as one of
 * anything else that central gave.
 */
export const takeKeys = (
  store: Store,
  log: LogWriter,
  { root, roots, keys }: Trust,
): Promise<Result<unknown, ProblemCode>> => {
  const cursor = store.cursor();
  const item: StoreItem =
    roots === undefined ? { type: 'keys', keys } : { type: 'root', root, roots, keys };
  const manifest = store.manifest.after([item]);
  return log.append({ kind: 'pulled', cursor, items: 0, manifest }, (writer) => {
    writer.applyItem(item);
    writer.setCursor(cursor, manifest);
  });
};
