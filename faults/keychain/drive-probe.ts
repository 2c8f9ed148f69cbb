import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PrivateKeyring } from '../../e2e/support/private-keyring.ts';
import type { Home } from '../support/terminal.ts';

export type ProbeCommand =
  /** Opens the profile as the app does when it starts. */
  | { readonly do: 'open' }
  /** Enrols it; what is said is the terminal's id. */
  | { readonly do: 'enrol'; readonly code: string }
  /** Pulls its route. */
  | { readonly do: 'dock' }
  /** Shows a code at a stop. */
  | { readonly do: 'judge'; readonly stop: number; readonly code: string }
  | { readonly do: 'head' };

/** `said` is a verdict, a problem's code, `ok`, an id, or `threw` with the error. */
export type ProbeAnswer = {
  readonly said: string;
  readonly ms: number;
  /** The longest time for which its main thread did nothing else. */
  readonly blockedMs: number;
  readonly error?: string;
};

/** A terminal in a process of its own, on one keychain. */
export type Probe = {
  readonly ask: (command: ProbeCommand) => Promise<ProbeAnswer>;
  readonly end: () => Promise<void>;
};

const PROBE = fileURLToPath(new URL('./probe.ts', import.meta.url));

/** Starts a probe; it answers one command at a time. */
export const startProbe = ({ env }: Pick<PrivateKeyring, 'env'>, home: Home): Probe => {
  const child = spawn(process.execPath, [PROBE, home.folder, home.profile], {
    env: { ...process.env, DISPLAY: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ask: async (command) => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the probe ended without an answer');
      return JSON.parse(value);
    },
    end: async () => {
      child.stdin.end();
      // A thread that waits for a keychain that hangs would keep the process for as long.
      const impatience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(impatience);
    },
  };
};
