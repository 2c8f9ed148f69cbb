import { expect, test } from 'vitest';
import { ok } from '../../shared/result.ts';
import type { Reached } from './reach.ts';
import { reachOnceLoaded } from './reach-once-loaded.ts';

const asked = { method: 'GET', headers: {}, body: new Uint8Array() } as const;
const answer = ok({ status: 204 } as Reached);

test('loads once, however many ask at once', async () => {
  let loads = 0;
  const reach = reachOnceLoaded(async () => {
    loads += 1;
    return async () => answer;
  });
  expect(loads).toBe(0);
  const answers = await Promise.all([reach('https://a', asked), reach('https://a', asked)]);
  expect(answers).toEqual([answer, answer]);
  expect(loads).toBe(1);
});

test('what failed to load is a problem to show, and loads when it is asked again', async () => {
  let loads = 0;
  const reach = reachOnceLoaded(async () => {
    loads += 1;
    if (loads === 1) throw new Error('the disk is away');
    return async () => answer;
  });
  expect(await reach('https://a', asked)).toEqual({ ok: false, error: 'internal' });
  expect(await reach('https://a', asked)).toEqual(answer);
});
