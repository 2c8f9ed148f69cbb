// `npm run dev`: the app, built again and started again whenever a source changes.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { build } from '../build.ts';
import { electronCommand } from '../electron-command.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
/** Editors write a file in several steps; they are one change. */
const QUIET_MS = 150;

let app: ChildProcess | null = null;
let planned: NodeJS.Timeout | null = null;

const start = (): void => {
  const [command, args] = electronCommand();
  const started = spawn(command, args, { stdio: 'inherit' });
  app = started;
  // Closed by the person, not by a rebuild: that is the end.
  started.once('close', (code) => {
    if (app === started) process.exit(code ?? 0);
  });
};

const rebuild = async (): Promise<void> => {
  try {
    if (!(await build())) return;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'the build failed'}\n`);
    return;
  }
  const old = app;
  app = null;
  if (old === null || old.exitCode !== null) return start();
  old.once('close', start);
  old.kill('SIGTERM');
};

await build();
start();
for (const folder of ['electron', 'renderer', 'shared', 'resources']) {
  watch(path.join(root, folder), { recursive: true }, () => {
    if (planned !== null) clearTimeout(planned);
    planned = setTimeout(() => void rebuild(), QUIET_MS);
  });
}
