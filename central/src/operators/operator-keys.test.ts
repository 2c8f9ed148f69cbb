import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';

const central = centralForTests();

it('a key that somebody asks for ends', async () => {
  const asked = { name: randomUUID(), kind: 'integration', grants: [{ name: 'look' }] };
  const add = (days: number) => central.staff('POST', '/v1/operators', { ...asked, days });
  expect((await add(0)).status).toBe(400);
  const { status, body } = await add(1);
  expect(status).toBe(201);
  const roll = (days: number) => central.staff('POST', `/v1/operators/${body.id}/key`, { days });
  expect((await roll(0)).status).toBe(400);
});
