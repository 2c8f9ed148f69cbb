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

const describe = (pid: string): FoundProcess => ({
  pid: Number(pid),
  command: read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1),
  env: environmentOf(pid),
});

/**
 * The processes that were started with a variable of this value in their environment: a private
 * folder as the value makes them one's own, and nobody else's.
 */
export const processesWith = (name: string, value: string): FoundProcess[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(describe)
    .filter(({ env }) => env[name] === value);

/** All processes that this one started, and those that they started, still running. */
export const descendants = (): FoundProcess[] => {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      // The name in parentheses may hold anything; state and parent come after its last one.
      const stat = read(`/proc/${pid}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid, state, parent: Number(parent) };
    })
    .filter(({ state }) => state !== 'Z' && state !== undefined && state !== '');
  const mine = new Set([process.pid]);
  for (let grew = true; grew; ) {
    const born = all.filter(({ pid, parent }) => mine.has(parent) && !mine.has(Number(pid)));
    for (const { pid } of born) mine.add(Number(pid));
    grew = born.length > 0;
  }
  return all.filter(({ pid }) => mine.has(Number(pid))).map(({ pid }) => describe(pid));
};
