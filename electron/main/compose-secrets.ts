import type { ProblemCode } from '../../shared/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import { openHelperKeychain } from '../keychain/helper-keychain.ts';
import { type LastingKeychain, makeLastingKeychain } from '../keychain/lasting-keychain.ts';
import { keychainSettled, openOsKeychain } from '../keychain/os-keychain.ts';
import { deleteSecrets, readSecrets, type Secrets } from '../keychain/terminal-secrets.ts';
import { eraseFiles, erasingIn, type Profile } from './profile.ts';
import { startKeychainHelper } from './start-keychain-helper.ts';

/** The operating system's keychain, for as long as the app runs. */
export const composeKeychain = (appFolder: string): LastingKeychain =>
  makeLastingKeychain({
    own: openOsKeychain(),
    settled: keychainSettled,
    helper: openHelperKeychain(() => startKeychainHelper(appFolder)),
  });

/** Reads what the keychain has of a profile. Of the keys nothing stays in another process. */
export const readSecretsOf = async (
  keychain: LastingKeychain,
  { id }: Profile,
): Promise<Result<Secrets, ProblemCode>> => {
  const secrets = await readSecrets(keychain, id);
  keychain.forget();
  return secrets;
};

/**
 * Deletes a profile whose deletion was begun, keys first: without them nobody reads the rest.
 */
export const finishErasing = async (
  keychain: LastingKeychain,
  folder: string,
): Promise<Result<null, ProblemCode>> => {
  const id = erasingIn(folder);
  if (id === null) return ok(null);
  const deleted = await deleteSecrets(keychain, id);
  if (deleted.ok) eraseFiles(folder);
  return deleted;
};
