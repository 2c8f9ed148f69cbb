import { expect, test } from 'vitest';
import { makeGiveUp } from './give-up.ts';

const fails = (): Promise<never> => Promise.reject(new Error('this fails as well'));
const begin = () => {
  const did: string[] = [];
  let putAway = (): void => undefined;
  const parts = {
    standardError: (line: string) => did.push(line),
    log: async () => (event: string, facts?: object) =>
      void did.push(`${event} ${JSON.stringify(facts)}`),
    showPage: () =>
      new Promise<void>((resolve) => {
        did.push('page');
        putAway = resolve;
      }),
    exit: (code: number) => did.push(`exit ${code}`),
  };
  return { did, parts, putAway: () => putAway() };
};
const SAID = 'kerbside: cannot start: no such thing';

test('a start that fails says so on standard error, in the log and on the screen, and ends when that is put away (W12)', async () => {
  const { did, parts, putAway } = begin();
  const over = makeGiveUp(parts)(Object.assign(new Error('no such thing'), { code: 'ENOENT' }));
  await new Promise((resolve) => setImmediate(resolve));
  const said = [SAID, 'start-failed {"because":"ENOENT"}', 'page'];
  expect(did).toEqual(said);
  putAway();
  await over;
  expect(did).toEqual([...said, 'exit 1']);
});

test('where neither log nor page can be had it ends at once (W12)', async () => {
  const { did, parts } = begin();
  await makeGiveUp({ ...parts, log: fails, showPage: fails })(new Error('no such thing'));
  expect(did).toEqual([SAID, 'exit 1']);
});

test('what an error says is not in the log: it may be a path (W12)', async () => {
  const { did, parts } = begin();
  await makeGiveUp({ ...parts, showPage: fails })(new TypeError('C:\\Users\\a person'));
  await makeGiveUp({ ...parts, showPage: fails })('text');
  expect(did).toContain('start-failed {"because":"TypeError"}');
  expect(did).toContain('start-failed {"because":"unknown"}');
});

test('a second failure is not said (W12)', async () => {
  const { did, parts } = begin();
  const giveUp = makeGiveUp({ ...parts, showPage: fails });
  await Promise.all([giveUp(new Error('no such thing')), giveUp(new Error('another'))]);
  expect(did.filter((line) => line.startsWith('kerbside:'))).toEqual([SAID]);
  expect(did.filter((line) => line.startsWith('exit'))).toHaveLength(1);
});
