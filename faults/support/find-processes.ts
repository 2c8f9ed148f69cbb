import { readdirSync, readFileSync } from 'node:fs';

export type FoundProcess = {
  readonly pid: number;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const environmentOf = (pid: string): Record<string, string> =>
  Object.fromEntries(
    read(`/proc/${pid}/environ`)
      .split('\0')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/**
 * The processes that were started with a variable of this value in their environment: a private
 * folder as the value makes them one's own, and nobody else's.
 */
export const processesWith = (name: string, value: string): FoundProcess[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => ({
      pid: Number(pid),
      command: read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1),
      env: environmentOf(pid),
    }))
    .filter(({ env }) => env[name] === value);
