import { type ChildProcess, spawn } from 'node:child_process';

/** A process that this one started and answers for, with everything that it starts in turn. */
export interface OwnedProcess {
  readonly child: ChildProcess;
  /** Settles when the process has ended, however it did. */
  readonly ended: Promise<void>;
  /** The end of what it wrote on standard error, for messages. */
  errors(): string;
  /** Ends its whole process group and waits for it: SIGTERM, then SIGKILL after its grace. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const owned = new Set<ChildProcess>();
const GRACE_MS = 2000;

/**
 * Starts a process in a process group of its own. It is ended by its own group id, with `stop()`
 * or when this process ends.
 *
 * @param options.graceMs how long it may take to end when it is asked to; two seconds, if not said
 * @throws if the program cannot be started
 */
export async function startOwned(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; extraPipes?: number; graceMs?: number } = {},
): Promise<OwnedProcess> {
  const pipes = Array<'pipe'>(options.extraPipes ?? 0).fill('pipe');
  const child = spawn(command, args, {
    detached: true,
    env: options.env ?? process.env,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...pipes],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new Error(`${command} cannot be started`, { cause: error })),
    );
  });
  endAllWithThisProcess();
  owned.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      owned.delete(child);
      resolve();
    });
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  child.stdin?.end(options.input);
  const { graceMs = GRACE_MS } = options;
  return {
    child,
    ended,
    errors: () => errors,
    stop: (signal) => stop(child, ended, graceMs, signal),
  };
}

/**
 * Runs a program to its end, however it ends, and gives what it wrote on standard output.
 *
 * @param patienceMs after so many milliseconds it is ended
 * @throws with the end of its standard error, if it wrote nothing or was ended
 */
export async function outputOf(
  command: string,
  args: readonly string[],
  { env, patienceMs }: { env?: NodeJS.ProcessEnv; patienceMs?: number } = {},
): Promise<string> {
  const running = await startOwned(command, args, env === undefined ? {} : { env });
  let output = '';
  running.child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  let isLate = false;
  const late = () => {
    isLate = true;
    void running.stop();
  };
  const impatience = patienceMs === undefined ? undefined : setTimeout(late, patienceMs);
  try {
    await new Promise((resolve) => running.child.once('close', resolve));
  } finally {
    clearTimeout(impatience);
    await running.stop();
  }
  if (isLate) throw new Error(`it did not end:\n${running.errors()}`);
  if (output === '') throw new Error(running.errors());
  return output;
}

async function stop(
  child: ChildProcess,
  ended: Promise<void>,
  graceMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  if (!owned.has(child)) return;
  signalGroup(child, signal);
  const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(impatience);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

let hooked = false;
function endAllWithThisProcess(): void {
  if (hooked) return;
  hooked = true;
  const endAll = () => {
    for (const child of owned) signalGroup(child, 'SIGKILL');
  };
  process.on('exit', endAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const end = () => {
      if (process.listenerCount(signal) > 1) return; // someone else decides; 'exit' will follow
      endAll();
      process.off(signal, end);
      process.kill(process.pid, signal);
    };
    process.on(signal, end);
  }
}
