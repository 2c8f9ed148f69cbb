import { QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CentralRefused } from '../../client/client.ts';
import { makeQueryClient } from './query-client.ts';
import { useMutationOnce } from './use-mutation-once.ts';
import { type OnceHeader, useOnceAct } from './versioned-act.ts';

const Page = ({ draw }: { readonly draw: () => void }): null => {
  draw();
  return null;
};

/** What a hook gives, in a page that is drawn once. */
const drawn = <T>(hook: () => T): T => {
  const given: T[] = [];
  const page = createElement(Page, { draw: () => void given.push(hook()) });
  renderToString(createElement(QueryClientProvider, { client: makeQueryClient() }, page));
  const [first] = given;
  if (first === undefined) throw new Error('nothing was drawn');
  return first;
};

test('a second press does nothing while the first is being done, and counts again afterwards', async () => {
  let finish = (): void => {};
  const isOver = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const pressed: string[] = [];
  const act = (which: string): Promise<void> => {
    pressed.push(which);
    return isOver;
  };
  const { mutate } = drawn(() => useMutationOnce({ mutationFn: act }));
  mutate('first');
  mutate('second');
  await expect.poll(() => pressed).toEqual(['first']);
  mutate('third');
  finish();
  const pressAgain = (): readonly string[] => {
    if (pressed.length === 1) mutate('fourth');
    return pressed;
  };
  await expect.poll(pressAgain).toEqual(['first', 'fourth']);
});

test('an act keeps its key until central has said what became of it, and another has another', async () => {
  const keys: string[] = [];
  const answers: (() => Promise<string>)[] = [
    () => Promise.reject(new TypeError('no connection')),
    () => Promise.reject(new TypeError('no connection')),
    () => Promise.resolve('done'),
    () => Promise.reject(new CentralRefused(409, problem)),
    () => Promise.resolve('done'),
  ];
  const problem = { type: 'urn:kerbside:problem:case-settled', title: 'Settled', status: 409 };
  const act = (_: unknown, header: OnceHeader): Promise<string> => {
    keys.push(header['idempotency-key']);
    return answers[keys.length - 1]?.() ?? Promise.reject(new Error('asked too often'));
  };
  const { mutate } = drawn(() => useOnceAct(act, [], () => {}));
  const asked = [
    { as: 'noted' },
    { as: 'noted' },
    { as: 'other' },
    { as: 'other' },
    { as: 'other' },
  ];
  for (const [n, given] of asked.entries()) {
    const press = (): readonly string[] => {
      if (keys.length === n) mutate(given);
      return keys;
    };
    await expect.poll(press).toHaveLength(n + 1);
  }
  const [first, again, another, afterDone, afterRefusal] = keys;
  expect(again).toBe(first);
  expect(new Set([first, another, afterDone, afterRefusal]).size).toBe(4);
});
