import type { ProblemCode } from '../../shared/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import { deleteSecrets, readSecrets, type Secrets } from '../keychain/terminal-secrets.ts';
import { eraseFiles, erasingIn, type Profile } from './profile.ts';

/** Reads what the operating system's keychain has of a profile. */
export const readSecretsOf = ({ id }: Profile): Promise<Result<Secrets, ProblemCode>> =>
  readSecrets(openOsKeychain(), id);

/**
 * Deletes a profile whose deletion was begun, keys first: without them nobody reads the rest.
 */
export const finishErasing = async (folder: string): Promise<Result<null, ProblemCode>> => {
  const id = erasingIn(folder);
  if (id === null) return ok(null);
  const deleted = await deleteSecrets(openOsKeychain(), id);
  if (deleted.ok) eraseFiles(folder);
  return deleted;
};
