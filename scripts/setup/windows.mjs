import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, store } from './cache.mjs';
import { fetchPackage, pinned } from './fetch-package.mjs';
import { insideWine } from './inside-wine.mjs';
import { lockedPackage } from './locked-package.mjs';
import { ask, root, runAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

/**
 * Where programs for Windows run.
 *
 * @typedef {object} WindowsMachine
 * @property {{root: string, prefix: string, programs: string}} [wine] a Debian with Wine, what Wine
 *   takes for the disk and the registry of a fresh Windows, and Windows' Node.js with the native
 *   modules of the lock; absent on Windows itself
 * @property {string} [without] why there is none
 */

/** Wine 10 is in this release; Node.js 24 dies on that of the one before. */
const release = 'trixie';
/** Raised when what is made here changes. */
const recipe = 1;

/** In the Debian: what Wine made at its first start. */
const freshPrefix = 'fresh-prefix';

const nativeModules = [
  '@node-rs/argon2-win32-x64-msvc',
  '@rolldown/binding-win32-x64-msvc',
  'lightningcss-win32-x64-msvc',
];

/**
 * Makes a machine for programs of Windows, once, and keeps it in the cache. Where that cannot be, it
 * says why, and what needs it is skipped.
 *
 * @returns {Promise<WindowsMachine>}
 */
export async function ensureWindows() {
  if (process.platform === 'win32') return {};
  const without = whyNot();
  if (without) return { without };
  try {
    const debian = await ensureWine();
    const prefix = path.join(debian, freshPrefix);
    return { wine: { root: debian, prefix, programs: await ensurePrograms() } };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.next);
    return { without: error.message };
  }
}

function whyNot() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'Programs for Windows run on Windows, and on Linux for x64.';
  }
  if (process.getuid?.() !== 0) return 'Only root can make the Debian that Wine runs in.';
  if (!existsSync('/etc/debian_version')) return 'Wine is set up on Debian alone.';
  if (ask('unshare', ['--mount', '--pid', '--fork', 'true']).code !== 0) {
    return 'This machine gives no process mounts of its own.';
  }
  return undefined;
}

/** A Debian with Wine, and in it the prefix: what Wine makes at its first start. */
async function ensureWine() {
  const entry = path.join('wine', `${release}-amd64-${recipe}`);
  const made = path.join(cacheFolder(), entry);
  if (existsSync(made)) return made;
  return store(entry, async (temporary) => {
    const debian = path.join(temporary, 'debian');
    await orFail(
      'A Debian with Wine could not be made',
      runAloud(`Making a Debian ${release} with Wine (about a minute, once)`, 'mmdebstrap', [
        '--variant=minbase',
        '--include=wine64,wine',
        release,
        debian,
      ]),
    );
    // Where a run mounts what it brings.
    for (const place of ['prefix', 'checkout', 'programs', 'out']) {
      mkdirSync(path.join(debian, place), { recursive: true });
    }
    const begin = 'wineboot --init && wineserver --wait';
    const [command, ...args] = insideWine({ root: debian }, begin);
    await orFail(
      'Wine could not be started',
      runAloud('Starting Wine for the first time', command, args, { timeoutMs: 300_000 }),
    );
    // Not where a run mounts its own.
    renameSync(path.join(debian, 'prefix'), path.join(debian, freshPrefix));
    mkdirSync(path.join(debian, 'prefix'));
    return debian;
  });
}

/** Windows' Node.js, and the native modules whose builds for Windows are packages of their own. */
async function ensurePrograms() {
  const locked = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const versions = nativeModules.map((name) => locked[`node_modules/${name}`].version);
  const { package: node, version } = pinned.windowsNode;
  const entry = path.join('windows', [version, ...versions].join('-'));
  const made = path.join(cacheFolder(), entry);
  if (existsSync(made)) return made;
  return store(entry, async (temporary) => {
    const programs = path.join(temporary, 'programs');
    const place = path.join(programs, 'node_modules', node);
    mkdirSync(place, { recursive: true });
    const tarball = await fetchPackage(pinned.windowsNode, temporary);
    await orFail(
      "Windows' Node.js could not be unpacked",
      runAloud("Unpacking Windows' Node.js", 'tar', [
        ...['-xzf', tarball, '-C', place, '--strip-components=1'],
      ]),
    );
    for (const name of nativeModules) {
      const module = path.join(programs, 'node_modules', name);
      cpSync(await lockedPackage(name), module, { recursive: true });
    }
    return programs;
  });
}

/** @param {Promise<{code: number | null, output: string}>} step */
async function orFail(message, step) {
  const { code, output } = await step;
  if (code === 0) return;
  say(output);
  throw new SetupError(`${message}; the reason stands above.`, 'What needs Windows is not run.');
}
