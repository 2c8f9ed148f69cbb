import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const MODULE = new URL('./end-with-signal.ts', import.meta.url).href;
/** Starts a shell that starts something that hears no SIGTERM, and tells who that is. */
const PARENT = `
  import { spawn } from 'node:child_process';
  import { endChildrenWithSignal } from '${MODULE}';
  endChildrenWithSignal();
  const child = spawn('sh', ['-c', "trap '' TERM; sleep 600 & echo $!; wait"]);
  child.stdout.pipe(process.stdout);
`;

/** One that has ended and that nobody has asked about yet still has its number. */
const isAlive = (pid: number): boolean => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

it('what a benchmark started ends with it, whatever it thinks of that', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', PARENT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await once(parent.stdout, 'data');
  const grandchild = Number(String(told));
  expect(isAlive(grandchild)).toBe(true);
  parent.kill('SIGTERM');
  const [code] = await once(parent, 'exit');
  expect([code, isAlive(grandchild)]).toEqual([143, false]);
});
