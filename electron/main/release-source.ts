import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type PublicKey, publicKey } from '../../shared/protocol/ids.ts';
import { type ReleaseTarget, releaseTarget } from '../../shared/protocol/update/release.ts';

/** Whose releases this build takes, and which of their files. */
export type ReleaseSource = {
  readonly releaseKey: PublicKey;
  readonly target: ReleaseTarget;
  readonly version: string;
};

/** As packaging writes it: the key is in the archive that Electron checks by its hash. */
const packageJson = z.object({
  version: z.string(),
  kerbside: z.object({ releaseKey: publicKey }),
});

type System = Pick<NodeJS.Process, 'platform' | 'arch' | 'env'>;

/** An AppImage is nobody's package: whoever put it there puts the next one there. */
const kindOf = ({ platform, env }: System): string => {
  if (platform === 'win32') return 'exe';
  if (env['APPIMAGE'] !== undefined) return 'appimage';
  return existsSync('/etc/debian_version') ? 'deb' : 'rpm';
};

/** Null if the build has no release key, or there are no releases for this kind of system. */
export const readReleaseSource = (appFolder: string, system: System): ReleaseSource | null => {
  const text = readFileSync(join(appFolder, 'package.json'), 'utf8');
  const found = packageJson.safeParse(JSON.parse(text));
  const kind = `${system.platform}-${system.arch}-${kindOf(system)}`;
  const target = releaseTarget.safeParse(kind);
  if (!found.success || !target.success) return null;
  const { version, kerbside } = found.data;
  return { version, releaseKey: kerbside.releaseKey, target: target.data };
};
