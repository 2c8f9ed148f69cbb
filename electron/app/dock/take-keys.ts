import { isNewerList, type SignedDocument } from '../../../shared/protocol/api/signed.ts';
import type { ManifestItem } from '../../../shared/protocol/api/terminal.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { err, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { TerminalRecord } from '../ports/central.ts';
import type { Store } from '../ports/store.ts';

/** Whether a list of keys is the root's, and later than the one that the terminal has. */
export const isNewer = (
  record: TerminalRecord,
  item: ManifestItem & { type: 'keys' },
): Result<boolean, ProblemCode> => {
  const newer = isNewerList(record, item.keys, verifySignature);
  return newer.ok ? newer : err('central-not-genuine');
};

/**
 * Goes by a list of keys from now on, which was verified. An entry `pulled` without items vouches for
 * it, so that an old copy of it in the store is noticed, as one of anything else that central gave.
 */
export const takeKeys = (
  store: Store,
  log: LogWriter,
  keys: SignedDocument,
): Promise<Result<unknown, ProblemCode>> => {
  const cursor = store.cursor();
  const item: ManifestItem = { type: 'keys', keys };
  const manifest = store.manifest.after([item]);
  return log.append({ kind: 'pulled', cursor, items: 0, manifest }, (writer) => {
    writer.applyItem(item);
    writer.setCursor(cursor, manifest);
  });
};
