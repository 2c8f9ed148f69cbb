import { ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Secrets } from '../app/ports/keychain.ts';
import { type MachineId, readMachineId } from '../keychain/machine-id.ts';
import type { Keychain } from '../keychain/os-keychain.ts';
import { deleteSecrets, readSecrets } from '../keychain/terminal-secrets.ts';
import { eraseFiles, erasingIn, type Profile } from './profile.ts';

/** What the keychain has of a profile, and the machine that its keys are bound to. */
export type FoundSecrets = Secrets & { readonly machine: MachineId };

/** Reads what the keychain has of a profile on this machine. */
export const readSecretsOf = async (
  keychain: Keychain,
  { id }: Profile,
): Promise<Result<FoundSecrets, ProblemCode>> => {
  const machine = await readMachineId();
  if (!machine.ok) return machine;
  const secrets = await readSecrets(keychain, id, machine.value);
  return secrets.ok ? ok({ ...secrets.value, machine: machine.value }) : secrets;
};

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
