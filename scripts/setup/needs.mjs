/**
 * What a command needs before it can run.
 *
 * @typedef {object} Needs
 * @property {import('./debian.mjs').DebianNeed[]} debian
 * @property {import('./debian.mjs').DebianNeed[]} [optional] what it leaves out, and says so, if they are missing
 * @property {boolean} electron Electron, and a SQLite that runs in it
 * @property {boolean} [windows] a machine for programs of Windows
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
      if (isOnly(args, 'unit')) return { debian: [], electron: false };
      if (isOnly(args, 'windows')) {
        return { debian: ['scanner', ...wine()], electron: false, windows: true };
      }
      return {
        debian: [
          ...app,
          ...unattended,
          ...['compiler', 'gateway', 'installer', 'integrator'],
          ...(runsWindows(args) ? wine() : []),
        ],
        electron: true,
        windows: runsWindows(args),
      };
    case 'bench':
      return { debian: [...app, 'privateKeyring', 'display'], electron: true };
    case 'faults':
      if (args.includes('--windows')) {
        return { debian: ['scanner', ...wine()], electron: false, windows: true };
      }
      return { debian: [...app, ...unattended, 'compiler'], electron: true };
    case 'screens':
      return { debian: [...app, ...unattended, 'compiler'], electron: true };
    case 'demo':
      return args.includes('--headless') || !hasDisplay
        ? { debian: [...app, ...unattended], optional: ['gateway'], electron: true }
        : { debian: [...app, 'scanner'], electron: true };
    case 'package':
      return args.includes('--central')
        ? { debian: [], electron: false }
        : { debian: app, electron: true };
    case 'terminal':
    case 'dev':
      return { debian: app, electron: true };
    default:
      return { debian: [], electron: false };
  }
}

/** Nobody else could use it. @returns {import('./debian.mjs').DebianNeed[]} */
const wine = () => (process.getuid?.() === 0 ? ['wine'] : []);

/** Whether every test is run: whatever is told chooses some of them. */
const isAll = (args) => args.length === 0;

/** Whether something is run on Windows: the tests of its own, or of the installer. */
const runsWindows = (args) => isAll(args) || isOnly(args, 'e2e');

function isOnly(args, project) {
  const at = args.indexOf('--only');
  return args.includes(`--only=${project}`) || (at >= 0 && args[at + 1] === project);
}
