import { rm } from 'node:fs/promises';
import { hasAdmin } from '../operators/operator-keys.ts';
import { writeSecretFile } from '../operators/secret-file.ts';
import type { Ports } from '../ports.ts';
import { makeSetUpLink } from './set-up-links.ts';

/**
 * Where no admin signs in yet: makes a link with which the first one does, and keeps it in a file for
 * its owner alone. Gives the link; null where there is an admin, and no file then.
 */
export const offerSetUp = async (
  ports: Pick<Ports, 'pool' | 'keys' | 'publicUrl'>,
  file: string,
): Promise<string | null> => {
  if (await hasAdmin(ports.pool, 'person')) {
    await rm(file, { force: true });
    return null;
  }
  const { link } = await makeSetUpLink(ports, ports.pool, null);
  await writeSecretFile(file, link);
  return link;
};
