// `node scripts/run.mjs COMMAND [ARGUMENT …]`: does the set-up that the command still needs, then
// runs scripts/commands/COMMAND.ts on Node.js 24. Works in a bare clone, on Node.js 20 or later.
// Nothing is printed on standard output here: that belongs to the command.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { fetchElectron, startableElectron } from './setup/electron.mjs';
import { withSetupLock } from './setup/lock.mjs';
import { needsOf } from './setup/needs.mjs';
import { environment, node24, root } from './setup/process.mjs';
import { SetupError, say } from './setup/say.mjs';
import { ensureSqlite, isSqliteCompiled } from './setup/sqlite.mjs';
import { ensureWindows } from './setup/windows.mjs';

const commands = path.join(root, 'scripts', 'commands');
const [command, ...args] = process.argv.slice(2);

// Told to end while setting up: end properly, so that what was begun is cleaned away.
const stop = (signal) => process.exit(128 + constants.signals[signal]);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  say(error.next);
  process.exitCode = 1;
}

async function main() {
  const script = path.join(commands, `${command}.ts`);
  if (!/^[a-z][a-z-]*$/.test(command ?? '') || !existsSync(script)) {
    const known = readdirSync(commands)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => name.slice(0, -3));
    say(`there is no command ${JSON.stringify(command ?? '')}; there are: ${known.join(', ')}`);
    return 2;
  }
  const needs = needsOf(command, args, process.env);
  const { electron, windows } = await withSetupLock(() => setUp(needs));
  const env = environment({
    // Most of what a short program of TypeScript does at its start is to compile; it is kept.
    NODE_COMPILE_CACHE: path.join(root, 'out', 'compiled'),
    ...(electron && {
      KERBSIDE_ELECTRON: electron.executable,
      KERBSIDE_ELECTRON_KIND: electron.kind,
      KERBSIDE_ELECTRON_VERSION: electron.version,
    }),
    ...(windows && { KERBSIDE_WINDOWS: JSON.stringify(windows) }),
  });
  return run(node24, [script, ...args], env);
}

/**
 * @param {import('./setup/needs.mjs').Needs} needs
 * @returns {Promise<{
 *   electron?: import('./setup/electron.mjs').FoundElectron,
 *   windows?: import('./setup/windows.mjs').WindowsMachine,
 * }>}
 */
async function setUp(needs) {
  await ensureDependencies();
  const fromRegistry = needs.electron && (await fetchElectron());
  const compiles = fromRegistry && !isSqliteCompiled();
  await ensureDebianPackages([...needs.debian, ...(compiles ? ['compiler'] : [])], needs.optional);
  const windows = needs.windows ? { windows: await ensureWindows() } : {};
  if (!needs.electron) return windows;
  const electron = startableElectron();
  await ensureSqlite(electron);
  return { electron, ...windows };
}

/** Runs the command to its end, passing signals on. @returns {Promise<number>} its exit code */
function run(file, fileArgs, env) {
  const child = spawn(file, fileArgs, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
  // Control-C in a terminal reaches the child by itself.
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  process.on('SIGINT', () => {});
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
