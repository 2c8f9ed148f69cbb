import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import { openDocument, type SignedDocument } from '../api/signed.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import { hash, instant, type PublicKey } from '../ids.ts';

/** What an installer is for: system, processor, kind of package. */
export const releaseTarget = z.enum([
  'linux-x64-deb',
  'linux-arm64-deb',
  'linux-x64-rpm',
  'linux-arm64-rpm',
  'win32-x64-exe',
  'win32-arm64-exe',
]);
export type ReleaseTarget = z.infer<typeof releaseTarget>;

/** Three numbers: what is offered to terminals has no pre-releases. */
export const releaseVersion = z.string().regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/);

/** No folder, nothing hidden, nothing that a system reads in its own way. */
export const releaseFileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);

export const releaseFile = z.strictObject({
  target: releaseTarget,
  name: releaseFileName,
  bytes: z.int().min(1).max(2_000_000_000),
  /** SHA-256 of the whole file. */
  sha256: hash,
});
export type ReleaseFile = z.infer<typeof releaseFile>;

/** A release of the app; label `release`, signed with the release key, which no central has. */
export const release = z
  .strictObject({
    version: releaseVersion,
    made: instant,
    files: z.array(releaseFile).min(1).max(releaseTarget.options.length),
  })
  .refine(
    ({ files }) =>
      new Set(files.map(({ target }) => target)).size === files.length &&
      new Set(files.map(({ name }) => name)).size === files.length,
    'two files for one target, or of one name',
  );
export type Release = z.infer<typeof release>;

/** The name of the signed document in a folder of updates. */
export const RELEASE_DOCUMENT = 'release.json';

/** The bytes of a file that one answer holds at most; as base64url they fit an answer. */
export const PIECE_BYTES = 524_288;

const numbersOf = (version: string): number[] => version.split(/[.+-]/, 3).map(Number);

/**
 * Whether a release's version is later than the one that runs. A development version such as
 * `1.2.0-rc.1` counts as 1.2.0, so that nothing is offered to it that may be older.
 */
export const isNewer = (offered: string, running: string): boolean => {
  const [a, b] = [numbersOf(offered), numbersOf(running)];
  const at = a.findIndex((number, place) => number !== b[place]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
};

/**
 * Why a release is not taken. `not-newer` and `not-for-here` are no fault: there is nothing to do.
 * The others are: someone offers what the release key has not signed.
 */
export type ReleaseRefusal = 'bad-signature' | 'malformed' | 'not-newer' | 'not-for-here';

export type OfferedFile = { readonly version: string; readonly file: ReleaseFile };

/** The file of a signed release that a terminal may install: signed, newer, and for its system. */
export const judgeRelease = (
  signed: SignedDocument,
  running: { readonly version: string; readonly target: ReleaseTarget },
  releaseKey: PublicKey,
  verify: VerifySignature,
): Result<OfferedFile, ReleaseRefusal> => {
  const opened = openDocument('release', release, signed, releaseKey, verify);
  if (!opened.ok) return err(opened.error === 'bad-document' ? 'malformed' : 'bad-signature');
  const { version, files } = opened.value;
  if (!isNewer(version, running.version)) return err('not-newer');
  const file = files.find(({ target }) => target === running.target);
  return file === undefined ? err('not-for-here') : ok({ version, file });
};
