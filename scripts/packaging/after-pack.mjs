import path from 'node:path';
import { Arch } from 'electron-builder';
import { wrongModules } from './native-modules.ts';

/**
 * Called by electron-builder when an unpacked app is whole. Ends the build where a native module is
 * missing or is for another machine: such an app would start, and fail at its first code.
 *
 * @param {{appOutDir: string, electronPlatformName: 'linux' | 'win32', arch: number}} context
 */
export function afterPack({ appOutDir, electronPlatformName: system, arch }) {
  const folder = path.join(appOutDir, 'resources', 'app.asar.unpacked');
  const wrong = wrongModules(folder, { system, processor: Arch[arch] });
  if (wrong.length > 0) throw new Error(`${appOutDir}: ${wrong.join('; ')}`);
}
