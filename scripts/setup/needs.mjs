/**
 * What a command needs before it can run.
 *
 * @typedef {object} Needs
 * @property {import('./debian.mjs').DebianNeed[]} debian
 * @property {boolean} electron Electron, and a SQLite that runs in it
 */

const app = ['electron', 'keychain'];
const unattended = ['privateKeyring', 'scanner', 'display', 'clock'];

/**
 * @param {string} command
 * @param {string[]} args the command's own arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Needs}
 */
export function needsOf(command, args, env) {
  const hasDisplay = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  switch (command) {
    case 'test':
      return isOnly(args, 'unit')
        ? { debian: [], electron: false }
        : { debian: [...app, ...unattended, 'compiler', 'gateway', 'installer'], electron: true };
    case 'bench':
      return { debian: [...app, 'privateKeyring', 'display'], electron: true };
    case 'faults':
    case 'screens':
      return { debian: [...app, ...unattended, 'compiler'], electron: true };
    case 'demo':
      return args.includes('--headless') || !hasDisplay
        ? { debian: [...app, ...unattended], electron: true }
        : { debian: [...app, 'scanner'], electron: true };
    case 'terminal':
    case 'dev':
    case 'package':
      return { debian: app, electron: true };
    default:
      return { debian: [], electron: false };
  }
}

function isOnly(args, project) {
  const at = args.indexOf('--only');
  return args.includes(`--only=${project}`) || (at >= 0 && args[at + 1] === project);
}
