import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { expect, test } from 'vitest';
import { HOST } from '../../e2e/support/com-port.ts';
import { holdProfile } from './hold-profile.ts';

const isWindows = process.platform === 'win32';
const holds = isWindows || process.platform === 'linux';

// Wine gives one name of a pipe to two, which Windows does not.
test.runIf(holds && HOST === undefined)(
  'a profile is held once on a machine, by its id alone (A1)',
  async () => {
    const id = randomUUID();
    const first = await holdProfile(id);
    if (!first.ok) throw new Error(first.error);
    expect(await holdProfile(id)).toEqual({ ok: false, error: 'store-in-use' });
    const other = await holdProfile(randomUUID());
    expect(other.ok).toBe(true);
    first.value.release();
    const again = await holdProfile(id);
    expect(again.ok).toBe(true);
    if (again.ok) again.value.release();
    if (other.ok) other.value.release();
  },
);

test.runIf(holds)('whoever calls at the name is told nothing', async () => {
  const id = randomUUID();
  const held = await holdProfile(id);
  const said = await new Promise<string>((resolve) => {
    let text = '';
    const caller = createConnection(isWindows ? `\\\\.\\pipe\\kerbside-${id}` : `\0kerbside-${id}`);
    caller.on('data', (chunk) => {
      text += chunk.toString();
    });
    caller.on('error', () => resolve(text));
    caller.on('close', () => resolve(text));
    caller.write('what is there?');
  });
  expect(said).toBe('');
  if (held.ok) held.value.release();
});
