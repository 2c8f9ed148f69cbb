/// <reference path="../../electron/sql-files.d.ts" />
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const SQL = '.sql?raw';
let hooked = false;

/** Gives Node.js what the bundler gives: the text of a `*.sql?raw` as that module's default. */
const hookSqlFiles = (): void => {
  if (hooked) return;
  hooked = true;
  registerHooks({
    load: (url, context, next) => {
      if (!url.endsWith(SQL)) return next(url, context);
      const text = readFileSync(fileURLToPath(url.slice(0, -'?raw'.length)), 'utf8');
      return {
        format: 'module',
        source: `export default ${JSON.stringify(text)};`,
        shortCircuit: true,
      };
    },
  });
};

type OpenStore = typeof import('../../electron/store/open-store.ts').openStore;

/** The terminal's real store, in a process that runs the sources without a bundler. */
export const loadStore = async (): Promise<OpenStore> => {
  hookSqlFiles();
  return (await import('../../electron/store/open-store.ts')).openStore;
};
