import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import { rootChain, rootsBefore } from '../api/roots.ts';
import { keyList, openDocument, signedDocument } from '../api/signed.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import { publicKey } from '../ids.ts';

const list = { root: publicKey, roots: rootChain.optional(), keys: signedDocument };
/** Central's keys as a file has them: the list, the root key that signed it, and how that came about. */
export type ShownKeys = z.infer<z.ZodObject<typeof list>>;
/** The same, and the key of the list with which central signed for the file. */
export type Ground = ShownKeys & { readonly keyId: string };

const by = z.object({ keyId: z.string() });
const anyFile = z.union([
  by
    .extend({ document: z.object(list) })
    .transform(
      ({ keyId, document: { root, roots, keys } }): Ground => ({ root, roots, keys, keyId }),
    ),
  z.object({ acknowledged: z.object({ ...list, receipt: by }) }).transform(
    ({ acknowledged: { root, roots, keys, receipt } }): Ground => ({
      root,
      roots,
      keys,
      ...receipt,
    }),
  ),
  z.object({ ...list, ends: z.array(by) }).transform(
    ({ root, roots, keys, ends }): Ground => ({
      root,
      roots,
      keys,
      keyId: ends.at(-1)?.keyId ?? '',
    }),
  ),
]);

/**
 * By which key of which list central signed for a file: the seal of a delivery's proof, the receipt of a
 * log, the last end of an audit. Null if it has none of these. Nothing is verified here.
 */
export const groundOf = (value: unknown): Ground | null => anyFile.safeParse(value).data ?? null;

/**
 * `ended`: a later list has the key no more, though its time was not over: it leaked, or was lost.
 * `unknown-key`: the file's own list does not have it. `other-root`: the list is another central's, whose
 * root does not follow the file's. `older-list`: it is from before the file's own. `bad-keys`: the root
 * key did not sign a list, or the later file's roots do not lead to its own.
 */
export type CountsNoMore = 'ended' | 'unknown-key' | 'other-root' | 'older-list' | 'bad-keys';

/**
 * Whether what central signed for a file still counts by a list of its keys from elsewhere, which is as
 * late as the file's own or later. The file alone cannot say so: it has the list of its day.
 */
export const stillCounts = (
  { root, keys, keyId }: Ground,
  later: ShownKeys,
  verify: VerifySignature,
): Result<null, CountsNoMore> => {
  const before = rootsBefore(later, verify);
  if (before === null) return err('bad-keys');
  if (later.root !== root && !before.includes(root)) return err('other-root');
  const own = openDocument('keys', keyList, keys, root, verify);
  const now = openDocument('keys', keyList, later.keys, later.root, verify);
  if (!own.ok || !now.ok) return err('bad-keys');
  if (now.value.issued < own.value.issued) return err('older-list');
  const used = own.value.keys.find(({ id }) => id === keyId);
  if (used === undefined) return err('unknown-key');
  const isKept = now.value.keys.some(
    ({ id, publicKey: key }) => id === keyId && key === used.publicKey,
  );
  // Central takes a key out of the list when it is over, and for nothing else but its early end.
  return isKept || used.notAfter <= now.value.issued ? ok(null) : err('ended');
};
