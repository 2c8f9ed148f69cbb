import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { during } from './say.mjs';

const keptCharacters = 2000;

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const bin = path.join(root, 'node_modules', '.bin');

/** Where npm puts the program itself; what it links on Windows is a script for a shell. */
const nodeBin = path.join(root, 'node_modules', 'node', 'bin');

/**
 * Node.js 24 as installed by npm; the file is there once the dependencies are.
 *
 * @param {NodeJS.Platform} platform
 */
export const node24On = (platform) =>
  platform === 'win32' ? path.join(nodeBin, 'node.exe') : path.join(bin, 'node');
export const node24 = node24On(process.platform);

/**
 * The program and first arguments that start npm. On Windows npm is a script for a shell, which
 * Node.js does not start by itself: npm says where its own program is, to what it runs.
 *
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function npmOn(platform, env) {
  if (platform !== 'win32') return ['npm'];
  const cli = env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['cmd', '/d', '/s', '/c', 'npm'];
}
const npm = npmOn(process.platform, process.env);

/**
 * The environment with `node_modules/.bin` first on the PATH (on Windows after the program that it
 * would start by a shell), or without any `node_modules` at all.
 */
export function environment({ withBin = true, ...more } = {}) {
  // Windows calls it `Path`, and a second one beside it is another variable.
  const name = Object.keys(process.env).find((each) => each.toUpperCase() === 'PATH') ?? 'PATH';
  const rest = (process.env[name] ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.split(path.sep).includes('node_modules'));
  const own = process.platform === 'win32' ? [nodeBin, bin] : [bin];
  const folders = withBin ? [...own, ...rest] : rest;
  return { ...process.env, [name]: folders.join(path.delimiter), ...more };
}

/** Runs to the end without a word. Never throws: `code` is null if it could not be started. */
export function ask(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000, ...options });
  return { code: done.status, stdout: done.stdout ?? '', stderr: done.stderr ?? '' };
}

/**
 * Runs a longer step aloud: says the title, then its last line of output every few seconds.
 *
 * @returns {Promise<{code: number | null, output: string}>} output: how it began and how it ended
 */
export function runAloud(title, command, args, { timeoutMs, detail, ...options } = {}) {
  return during(
    title,
    (setDetail) =>
      new Promise((resolve) => {
        let head = '';
        let tail = '';
        setDetail(
          detail ?? (() => (tail || head).trimEnd().split('\n').at(-1)?.slice(0, 100) ?? ''),
        );
        const child = spawn(command, args, {
          stdio: ['ignore', 'pipe', 'pipe'],
          timeout: timeoutMs,
          detached: process.platform !== 'win32',
          ...options,
        });
        const endWithUs = () => endGroup(child.pid);
        process.once('exit', endWithUs);
        const keep = (chunk) => {
          const room = keptCharacters - head.length;
          head += String(chunk).slice(0, room);
          tail = (tail + String(chunk).slice(room)).slice(-keptCharacters);
        };
        child.stdout.on('data', keep);
        child.stderr.on('data', keep);
        child.on('error', (error) => resolve({ code: null, output: error.message }));
        child.on('close', (code) => {
          process.off('exit', endWithUs);
          resolve({ code, output: head + tail });
        });
      }),
  );
}

/** Ends a step and what it started in turn, when the set-up itself is told to end. */
function endGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

/** Runs npm without a word; see {@link ask}. */
export function askNpm(args) {
  const [command, ...first] = npm;
  return ask(command, [...first, ...args], { env: environment({ withBin: false }) });
}

/**
 * Runs npm aloud; see {@link runAloud}. It is the machine's own npm on the machine's own Node.js,
 * not the one in node_modules, which npm may be about to replace.
 */
export function npmAloud(title, args, options = {}) {
  const [command, ...first] = npm;
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
  return runAloud(title, command, [...first, ...args, ...quiet], {
    env: environment({ withBin: false }),
    ...options,
  });
}
