import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCentral } from '../testing/run-process.ts';
import { until } from '../testing/seed.ts';

it('the PostgreSQL for trying out says that it is, and is started again when it is killed', async () => {
  const data = await mkdtemp(join(tmpdir(), 'kerbside-test-embedded-'));
  const pidOf = async (): Promise<number> =>
    Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const central = runCentral({ KERBSIDE_DATA: data });
  try {
    const url = await central.ready;
    const isReady = async (): Promise<boolean> => (await fetch(`${url}/readyz`)).status === 200;
    expect(await isReady()).toBe(true);
    expect(central.err()).toContain('This PostgreSQL is for trying out');
    // Twice, the second time at any moment of its start: it is watched again.
    for (let n = 0; n < 2; n++) {
      const killed = await pidOf();
      process.kill(killed, 'SIGKILL');
      await until(async () => (await isReady()) && (await pidOf()) !== killed);
    }
    expect(central.err()).toContain('has died, and is started again');
  } finally {
    central.child.kill('SIGTERM');
    expect(await central.exit).toBe(0);
    await rm(data, { recursive: true, force: true });
  }
});
