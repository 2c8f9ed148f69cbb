import { existsSync, readFileSync } from 'node:fs';
import { ask, runAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

/**
 * What each need takes from Debian. `a|b`: either will do (newer releases renamed some libraries).
 */
const packagesFor = {
  electron: [
    'libgtk-3-0|libgtk-3-0t64',
    'libnss3',
    'libasound2|libasound2t64',
    'libgbm1',
    'libxss1',
  ],
  keychain: ['libsecret-1-0'],
  privateKeyring: ['gnome-keyring', 'dbus-x11'],
  scanner: ['socat'],
  display: ['xvfb'],
  clock: ['faketime', 'proot'],
  compiler: ['g++', 'make', 'python3'],
  // Windows' installer is compiled, signed and checked with these.
  installer: ['nsis', 'osslsigncode', 'openssl'],
  // What makes the Debian that Wine runs in.
  wine: ['mmdebstrap'],
  // A gateway for messages, and its fake operator.
  gateway: ['kannel', 'kannel-extras'],
  // What the page for integrators asks central with.
  integrator: ['curl', 'jq'],
};

/** @typedef {keyof typeof packagesFor} DebianNeed */

/**
 * Installs the Debian packages that are missing, as root; for anyone else it ends with the one
 * command to run, unless only optional ones are missing.
 *
 * @param {DebianNeed[]} needs
 * @param {DebianNeed[]} optional
 */
export async function ensureDebianPackages(needs, optional = []) {
  if (process.platform !== 'linux') return;
  const packagesOf = (some) => [...new Set(some)].flatMap((need) => packagesFor[need]);
  const wanted = packagesOf([...needs, ...optional]);
  if (!existsSync('/etc/debian_version')) return sayForOtherSystems([...needs, ...optional]);
  if (missing(wanted).length === 0) return;

  if (process.getuid?.() !== 0) {
    if (missing(packagesOf(needs)).length === 0) {
      say(
        `only root can install ${names(missing(wanted)).join(' ')}. Continuing without; what needs them is left out.`,
      );
      return;
    }
    throw new SetupError(
      'Some Debian packages are missing, and only root can install them.',
      `Run this one command, then start again:
  sudo apt-get install --yes --no-install-recommends ${names(missing(wanted)).join(' ')}`,
    );
  }
  await aptGet('Updating the list of Debian packages', ['update']);
  const install = names(missing(wanted));
  await aptGet(`Installing from Debian: ${install.join(' ')}`, [
    'install',
    '--no-install-recommends',
    ...install,
  ]);
  const still = missing(wanted);
  if (still.length > 0) {
    say(
      `still missing: ${names(still).join(' ')}. Continuing without them; whatever needs them will say so.`,
    );
  }
}

async function aptGet(title, args) {
  const options = ['--yes', '-o', 'DPkg::Lock::Timeout=300'];
  const { code, output } = await runAloud(title, 'apt-get', [...options, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) say(`apt-get ${args[0]} failed:\n${output}`);
}

function missing(wanted) {
  const all = wanted.flatMap((entry) => entry.split('|'));
  const format = `\${Package} \${db:Status-Status}\n`;
  const { stdout } = ask('dpkg-query', ['-W', '-f', format, ...all]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((entry) => !entry.split('|').some((name) => installed.has(name)));
}

/** The name that this release uses, of each `old|new`. */
function names(entries) {
  return entries.map((entry) => {
    const [first, renamed] = entry.split('|');
    return renamed && hasRenamedLibraries() ? renamed : first;
  });
}

/** Debian 13 and Ubuntu 24.04 gave libraries whose interface has times in it a name with `t64`. */
function hasRenamedLibraries() {
  const release = readFileSync('/etc/os-release', 'utf8');
  return !/^VERSION_CODENAME="?(buster|bullseye|bookworm|focal|jammy)"?$/m.test(release);
}

/** Elsewhere libraries have other names; only the programs can be looked for. */
function sayForOtherSystems(needs) {
  const programsFor = {
    privateKeyring: ['gnome-keyring-daemon', 'dbus-daemon'],
    scanner: ['socat'],
    display: ['Xvfb'],
    clock: ['faketime', 'proot'],
    compiler: ['g++', 'make', 'python3'],
    gateway: ['bearerbox', 'smsbox'],
    integrator: ['curl', 'jq'],
  };
  const programs = needs.flatMap((need) => programsFor[need] ?? []);
  const absent = programs.filter((name) => ask('sh', ['-c', `command -v ${name}`]).code !== 0);
  if (absent.length === 0) return;
  say(`this is not Debian; these required programs were not found: ${absent.join(', ')}.`);
  say(
    'Install them with the package manager of this system. Going on; what needs them will say so.',
  );
}
