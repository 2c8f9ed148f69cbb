import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { npmAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

/** The packages that are fetched on demand only, each with the hash that it must have. */
export const pinned = JSON.parse(
  readFileSync(new URL('./pinned-packages.json', import.meta.url), 'utf8'),
);

/**
 * Fetches a package through npm, with whatever registry, proxy and certificates npm is set up
 * for, and checks it against its pinned hash.
 *
 * @param {{package: string, version: string, integrity: string, megabytes?: number}} wanted
 * @param {string} folder where to put it
 * @returns {Promise<string>} the tarball's path
 */
export async function fetchPackage(wanted, folder) {
  const spec = `${wanted.package}@${wanted.version}`;
  const { code, output } = await npmAloud(
    `Fetching ${spec} through npm${wanted.megabytes ? ` (${wanted.megabytes} MB)` : ''}`,
    ['pack', spec, '--prefer-offline', '--pack-destination', folder],
    { cwd: folder },
  );
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (code !== 0 || !file) {
    say(output);
    throw new SetupError(
      `npm could not fetch ${spec}; its own words stand above.`,
      'Check that the npm registry can be reached, then start the same command again.',
    );
  }
  const tarball = path.join(folder, file);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== wanted.integrity) {
    throw new SetupError(
      `${spec} is not what it was when its hash was written down; it was not unpacked.`,
      'Run "npm cache clean --force" and start again; if it happens again, do not trust the registry.',
    );
  }
  say('  its SHA-512 is the one that is pinned');
  return tarball;
}
