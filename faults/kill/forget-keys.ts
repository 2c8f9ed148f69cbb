import { existsSync } from 'node:fs';
import path from 'node:path';
import keytar from 'keytar';
import { openProfile } from '../../electron/main/profile.ts';

/**
 * Takes a profile's items out of the keychain. A keychain that only grows gets slow, and then what
 * is to be killed is no longer where the plan expects it.
 */
export const forgetKeys = async (folder: string): Promise<void> => {
  if (!existsSync(path.join(folder, 'profile.json'))) return;
  const { id } = openProfile(folder, () => 'none');
  for (const item of ['keys', 'anchor']) await keytar.deletePassword('kerbside', `${id}/${item}`);
};
