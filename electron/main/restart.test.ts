import { expect, test } from 'vitest';
import { makeRestart } from './restart.ts';

const recorded = () => {
  const did: string[] = [];
  const app = { relaunch: () => void did.push('relaunch'), quit: () => void did.push('quit') };
  return { did, app };
};

test('a restart asks for the next start, and quits as any quit does', () => {
  const { did, app } = recorded();
  makeRestart(app, undefined)?.();
  expect(did).toEqual(['relaunch', 'quit']);
});

test('an AppImage cannot start itself again, and does not end either', () => {
  const { did, app } = recorded();
  expect(makeRestart(app, '/opt/kerbside.AppImage')).toBeNull();
  expect(did).toEqual([]);
});
