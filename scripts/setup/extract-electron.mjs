// Runs on Node.js 24, as `extract-electron.mjs ARCHIVE FOLDER TOP EXECUTABLE`: unpacks with the
// extractor that Electron's own installer uses, and turns what comes out into a plain Electron.
import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

const [archive, folder, top, executable] = process.argv.slice(2);

const electron = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));
const { extract } = await import(
  pathToFileURL(electron.resolve('@electron-internal/extract-zip')).href
);
await extract(archive, { dir: folder });
rmSync(archive);

const dist = path.join(folder, top);
// Its app, and the start-up snapshot made for that app, are not wanted.
rmSync(path.join(dist, 'resources', 'app'), { recursive: true, force: true });
rmSync(path.join(dist, 'resources', 'app-update.yml'), { force: true });
rmSync(path.join(dist, 'browser_v8_context_snapshot.bin'), { force: true });
renameSync(path.join(dist, executable), path.join(dist, 'electron'));
await flipFuses(path.join(dist, 'electron'), {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
});
