import { ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Secrets } from '../app/ports/keychain.ts';
import type { Keychain } from '../keychain/os-keychain.ts';
import { deleteSecrets, readSecrets } from '../keychain/terminal-secrets.ts';
import { eraseFiles, erasingIn, type Profile } from './profile.ts';

/** Reads what the keychain has of a profile. */
export const readSecretsOf = (
  keychain: Keychain,
  { id }: Profile,
): Promise<Result<Secrets, ProblemCode>> => readSecrets(keychain, id);

/**
 * Deletes a profile whose deletion was begun, keys first: without them nobody reads the rest.
 */
export const finishErasing = async (
  keychain: Keychain,
  folder: string,
): Promise<Result<null, ProblemCode>> => {
  const id = erasingIn(folder);
  if (id === null) return ok(null);
  const deleted = await deleteSecrets(keychain, id);
  if (deleted.ok) eraseFiles(folder);
  return deleted;
};
