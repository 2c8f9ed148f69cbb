// Stands in for Electron's own default app, which the registry-only Electron lacks: starts the app
// whose folder (or main file) is the first argument that is not an option, as `electron PATH` does.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argument = process.argv.slice(1).find((each) => !each.startsWith('-'));
const target = path.resolve(argument ?? '.');
let main = target;
if (statSync(target).isDirectory()) {
  const about = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
  app.setName(about.productName ?? about.name);
  app.setVersion(about.version ?? '0.0.0');
  app.setAppPath(target);
  main = createRequire(path.join(target, 'package.json')).resolve(
    path.join(target, about.main ?? 'index.js'),
  );
}
// Awaited, so that the app's code has run before Electron says that it is ready.
await import(pathToFileURL(main).href);
