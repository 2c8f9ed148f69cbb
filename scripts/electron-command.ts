import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/**
 * The command that runs the built app on the Electron that set-up found. Chromium's sandbox does
 * not run as root; on a development machine that is root, and only there, it is left out.
 */
export const electronCommand = (): readonly [command: string, args: readonly string[]] => {
  const executable = process.env['KERBSIDE_ELECTRON'];
  if (executable === undefined) throw new Error('no Electron was set up; start this with npm run');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [executable, [...asRoot, root]];
};
