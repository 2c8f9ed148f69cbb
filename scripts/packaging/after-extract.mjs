import { rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Called by electron-builder when Electron's own files are in place, before the app's. Takes away
 * what the set-up has added to the Electron that commands run: its starter and its notes.
 *
 * @param {{appOutDir: string}} context
 */
export function afterExtract({ appOutDir }) {
  const added = ['resources/app', 'kerbside-registry-only', 'kerbside-electron.json'];
  for (const each of added) rmSync(path.join(appOutDir, each), { recursive: true, force: true });
}
