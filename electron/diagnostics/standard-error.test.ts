import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeLineWriter } from './standard-error.ts';

test('what cannot be written is dropped, counted, and said when there is room again (A2)', () => {
  const written: string[] = [];
  let full = false;
  const write = makeLineWriter((text) => {
    if (full) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    written.push(text);
  });
  expect(write('one')).toBe(true);
  full = true;
  expect([write('two'), write('three')]).toEqual([false, false]);
  full = false;
  write('four');
  write('five');
  expect(written).toEqual(['one\n', '{"event":"lines-dropped","count":2}\n', 'four\n', 'five\n']);
});

/** Writes 4,000 lines of 100 characters to standard error, then says how many were taken. */
const script = `
  import { openStandardError } from ${JSON.stringify(new URL('./standard-error.ts', import.meta.url).href)};
  const write = openStandardError();
  process.stdin.once('data', () => {
    let taken = 0;
    for (let n = 0; n < 4000; n++) if (write('x'.repeat(99))) taken += 1;
    process.emitWarning('a warning');
    setTimeout(() => { process.stdout.write('taken ' + taken); process.exit(0); }, 50);
  });
  process.stdout.write('ready ');
`;
const lines = async (stderr: 'pipe' | number, prepare: 'none' | 'close'): Promise<string> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', stderr],
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said !== 'ready ') return;
    if (prepare === 'close') child.stderr?.destroy();
    else child.stderr?.pause();
    child.stdin?.write('go');
  });
  const [code] = await once(child, 'exit');
  return `${said.replace('ready ', '')}, ended with ${code}`;
};

test('a reader that goes away stops nobody (A2)', async () => {
  expect(await lines('pipe', 'close')).toBe('taken 0, ended with 0');
});

test.runIf(process.platform === 'linux')('a full disk stops nobody (A2)', async () => {
  expect(await lines(openSync('/dev/full', 'w'), 'none')).toBe('taken 0, ended with 0');
});

// A pipe of Windows waits for its reader; nobody starts the app there with one that does not read.
test.skipIf(process.platform === 'win32')(
  'a reader that does not read is not waited for (A2)',
  async () => {
    expect(await lines('pipe', 'none')).toMatch(/^taken [1-9]\d*, ended with 0$/);
  },
);
