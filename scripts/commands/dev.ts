// `npm run dev`: the app, with developer tools. A change of the window reloads the window, which
// loses nothing, as the main process keeps its state; any other change starts the app again.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build, buildWindow } from '../build.ts';
import { electronCommand } from '../electron-command.ts';
import { addressIn, reloadPages } from '../reload-window.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
/** Editors write a file in several steps; they are one change. */
const QUIET_MS = 150;

let app: ChildProcess | null = null;
/** Where the app's pages are inspected, once it says so. */
let address: URL | null = null;
let planned: NodeJS.Timeout | null = null;
let isWindowAlone = true;
let isBusy = false;

const start = (): void => {
  const [command, args] = electronCommand();
  const started = spawn(command, ['--remote-debugging-port=0', ...args], {
    stdio: ['inherit', 'inherit', 'pipe'],
  });
  app = started;
  address = null;
  createInterface({ input: started.stderr }).on('line', (line) => {
    const found = addressIn(line);
    if (found === null) return void process.stderr.write(`${line}\n`);
    address = found;
    process.stderr.write(`kerbside: developer tools: ${found.origin} in a Chromium browser\n`);
  });
  // Closed by the person, not by a rebuild: that is the end.
  started.once('close', (code) => {
    if (app === started) process.exit(code ?? 0);
  });
};

const restart = async (): Promise<void> => {
  if (!(await build())) return;
  const old = app;
  app = null;
  if (old === null || old.exitCode !== null) return start();
  old.once('close', start);
  old.kill('SIGTERM');
};

const reload = async (): Promise<void> => {
  if (address === null) return restart();
  await buildWindow();
  // An app that does not answer is started again.
  await reloadPages(address).catch(restart);
};

const rebuild = async (): Promise<void> => {
  const work = isWindowAlone ? reload : restart;
  isWindowAlone = true;
  isBusy = true;
  await work().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'the build failed'}\n`);
  });
  isBusy = false;
};

const plan = (): void => {
  if (planned !== null) clearTimeout(planned);
  planned = setTimeout(() => (isBusy ? plan() : void rebuild()), QUIET_MS);
};

await build();
start();
for (const folder of ['electron', 'renderer', 'shared', 'resources']) {
  watch(path.join(root, folder), { recursive: true }, () => {
    isWindowAlone &&= folder === 'renderer';
    plan();
  });
}
