import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Arch } from 'electron-builder';
import { lockedPackage } from '../setup/locked-package.mjs';
import { root } from '../setup/process.mjs';
import { argon2PackageFor } from './native-modules.ts';

/**
 * Called by electron-builder before it packs for one system and processor. Puts together what of
 * the native modules npm has not installed: Argon2's is in a package of its own for each machine.
 *
 * @param {{electronPlatformName: 'linux' | 'win32', arch: number, packager: {platform: {buildConfigurationKey: string}}}} context
 */
export async function beforePack({ electronPlatformName: system, arch, packager }) {
  const processor = Arch[arch];
  const os = packager.platform.buildConfigurationKey;
  const folder = path.join(root, 'out', 'targets', `${os}-${processor}`);
  rmSync(folder, { recursive: true, force: true });
  const name = argon2PackageFor({ system, processor });
  cpSync(await lockedPackage(name), path.join(folder, 'modules', name), { recursive: true });

  // An Electron of the npm registry needs the SQLite that was compiled here for it.
  const compiled = path.join(root, 'out', 'native');
  const own = path.join(folder, 'native');
  mkdirSync(own);
  const isForHere = system === process.platform && processor === process.arch;
  const isNeeded = process.env.KERBSIDE_ELECTRON_KIND === 'registry-only' && isForHere;
  if (isNeeded && existsSync(compiled)) cpSync(compiled, own, { recursive: true });
}
