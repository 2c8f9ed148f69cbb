// `npm run check`: types, lint, format, import rules, unused code; each named, as many at once as
// there are cores.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const PARTS = [
  'shared',
  'electron',
  'renderer',
  'central',
  'central/page',
  'central/console',
  'central/client',
  'e2e',
];
const FOLDERS = [
  ...PARTS.filter((part) => !part.includes('/')),
  'conformance',
  'scripts',
  'faults',
  'bench',
  'resources',
];

const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ...PARTS.map((part) => [`types of ${part}`, 'tsc', '-p', `${part}/tsconfig.json`] as const),
  ['lint and format', 'biome', 'ci', '--error-on-warnings'],
  ['import rules', 'depcruise', '--config', '.dependency-cruiser.mjs', ...FOLDERS],
  ['unused code', 'knip'],
  ['client of the API', 'client', '--check'],
];

/** Where each of them begins, without a script of a shell between: Windows starts none. */
const PROGRAMS: Readonly<Record<string, string>> = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  depcruise: 'dependency-cruiser/bin/dependency-cruiser.mjs',
  knip: 'knip/bin/knip.js',
  client: '../scripts/commands/client.ts',
};
const programOf = (command: string): string =>
  path.join(root, 'node_modules', PROGRAMS[command] ?? command);

const run = (command: string, args: readonly string[]): Promise<readonly [boolean, string]> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [programOf(command), ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', (error) => resolve([false, error.message]));
    child.once('close', (code) => resolve([code === 0, output]));
  });

const faults: string[] = [];
const left = CHECKS.values();
const worker = async (): Promise<void> => {
  for (const [name, command, ...args] of left) {
    const [ok, output] = await run(command, args);
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    if (!ok) faults.push(output);
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
for (const output of faults) console.log(output);
process.exitCode = faults.length === 0 ? 0 : 1;
