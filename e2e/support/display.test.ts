import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startDisplay } from './display.ts';

test('two displays run at once, each under a number of its own, and are gone after stop', async () => {
  const one = await startDisplay({ width: 480, height: 800 });
  const other = await startDisplay({ width: 1280, height: 800 });
  const socket = (display: string) => `/tmp/.X11-unix/X${display.slice(1)}`;
  try {
    expect(one.env.DISPLAY).not.toBe(other.env.DISPLAY);
    expect(existsSync(socket(one.env.DISPLAY))).toBe(true);
    expect(existsSync(socket(other.env.DISPLAY))).toBe(true);
  } finally {
    await one.stop();
    await other.stop();
  }
  expect(existsSync(socket(one.env.DISPLAY))).toBe(false);
});
