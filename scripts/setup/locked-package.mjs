import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, store } from './cache.mjs';
import { fetchPackage } from './fetch-package.mjs';
import { root, runAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

/**
 * A package that package-lock.json names, for whatever machine: npm installs only its own. Fetched
 * once, checked against the lock's hash, and kept in the cache.
 *
 * @param {string} name
 * @returns {Promise<string>} the package's folder
 */
export async function lockedPackage(name) {
  const installed = path.join(root, 'node_modules', name);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const entry = path.join('npm', `${name.replace('/', '-')}-${version}`);
  const cached = path.join(cacheFolder(), entry);
  if (existsSync(cached)) return cached;
  return store(entry, async (temporary) => {
    const wanted = { package: name, version, integrity };
    const tarball = await fetchPackage(wanted, temporary);
    const folder = path.join(temporary, 'unpacked');
    mkdirSync(folder);
    const { code, output } = await runAloud(`Unpacking ${name}`, 'tar', [
      ...['-xzf', tarball, '-C', folder, '--strip-components=1'],
    ]);
    if (code === 0) return folder;
    say(output);
    throw new SetupError(
      `${name} could not be unpacked; the reason stands above.`,
      'Check that the disk has room, then start the same command again.',
    );
  });
}
