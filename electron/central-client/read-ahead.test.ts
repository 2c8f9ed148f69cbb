import { expect, test } from 'vitest';
import { signDocument } from '../../shared/protocol/api/signed.ts';
import { PATHS } from '../../shared/protocol/api/terminal.ts';
import {
  clientForTests,
  failed,
  manifestKey,
  NOW,
  stranger,
  terminal,
  timeKey,
} from './testing/client-for-tests.ts';

const { at, asked, record, client } = clientForTests();

/** A manifest of pages that end at 10, 20, 30. */
const pageAfter = (after: number, signer = manifestKey) => ({
  body: signDocument('manifest', 'manifest-1', signer, {
    ...{ terminal, after, cursor: after + 10, remaining: 20 - after, items: [] },
  }),
});
const afterIn = (path: string): number => Number(/after=(\d+)/.exec(path)?.[1]);
const pull = (after: number) => client.pull(record(), after, NOW);
const cursorOf = async (after: number): Promise<number | null> => {
  const page = await pull(after);
  return page.ok ? page.value.cursor : null;
};
const proveTime = async (): Promise<void> => {
  at.answer = (_path, body) => ({
    body: signDocument('time', 'time-1', timeKey, {
      ...{ terminal, nonce: (body as { nonce: string }).nonce, time: NOW },
    }),
  });
  expect((await client.proveTime(record())).ok).toBe(true);
};
/** What was asked for, until nothing is on its way. */
const pulled = (): number[] =>
  asked.filter(({ path }) => path.startsWith(PATHS.manifest)).map(({ path }) => afterIn(path));

test('each page is asked for once, the next while one is looked at', async () => {
  await proveTime();
  asked.splice(0);
  at.answer = (path) => pageAfter(afterIn(path));
  expect(await cursorOf(0)).toBe(10);
  expect(await cursorOf(10)).toBe(20);
  expect(await cursorOf(20)).toBe(30);
  expect(pulled()).toEqual([0, 10, 20]);
});

test('a page is verified, whoever it was asked after', async () => {
  await proveTime();
  at.answer = (path) => pageAfter(afterIn(path), afterIn(path) === 10 ? stranger : manifestKey);
  expect(await cursorOf(0)).toBe(10);
  expect(await pull(10)).toEqual(failed('central-not-genuine'));
  at.answer = (path) => pageAfter(afterIn(path));
  expect(await cursorOf(10)).toBe(20);
});

test('what was asked for and not taken is not taken for another page, nor in another docking', async () => {
  await proveTime();
  at.answer = (path) => pageAfter(afterIn(path));
  expect(await cursorOf(0)).toBe(10);
  expect(await cursorOf(20)).toBe(30);
  expect(await cursorOf(0)).toBe(10);
  asked.splice(0);
  await proveTime();
  at.answer = (path) => pageAfter(afterIn(path));
  expect(await cursorOf(10)).toBe(20);
  expect(pulled()).toContain(10);
});

test('a page that does not come is a failure of whoever takes it, and is asked for again', async () => {
  await proveTime();
  at.answer = (path) =>
    afterIn(path) === 10 ? { status: 500, body: {} } : pageAfter(afterIn(path));
  expect(await cursorOf(0)).toBe(10);
  expect(await pull(10)).toEqual(failed('central-failed'));
  at.answer = (path) => pageAfter(afterIn(path));
  expect(await cursorOf(10)).toBe(20);
});
