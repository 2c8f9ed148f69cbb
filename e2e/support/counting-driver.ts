import type { Locator, Page } from 'playwright-core';
import type { PtyPair } from './pty.ts';

/** What a driver's hands do: each touch and each scan is counted. */
export type CountingDriver = {
  readonly touch: (target: Locator) => Promise<void>;
  /** Draws a signature in a field: one touch, however long it is. */
  readonly sign: (field: Locator) => Promise<void>;
  /** What the scanner sends for one symbol. */
  readonly scan: (text: string) => void;
  /** What was done since the last call. */
  readonly count: () => { readonly touches: number; readonly scans: number };
};

/** @param page the app's window, asked for each time: it is another one after a restart */
export const countingDriver = (page: () => Page, line: PtyPair): CountingDriver => {
  let touches = 0;
  let scans = 0;
  return {
    touch: async (target) => {
      await target.click();
      touches++;
    },
    sign: async (field) => {
      const box = await field.boundingBox();
      if (box === null) throw new Error('there is nowhere to sign');
      const { mouse } = page();
      await mouse.move(box.x + 40, box.y + 60);
      await mouse.down();
      await mouse.move(box.x + 200, box.y + 20, { steps: 8 });
      await mouse.up();
      touches++;
    },
    scan: (text) => {
      void line.write(text);
      scans++;
    },
    count: () => {
      const counted = { touches, scans };
      touches = 0;
      scans = 0;
      return counted;
    },
  };
};
