import type { Locator } from 'playwright-core';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { DispatchDay } from './dispatch-day.ts';
import type { OpenConsole } from './open-console.ts';

/** A dispatcher at work: a browser, a central behind it, and a day in it. */
export type DispatchWorld = {
  readonly window: OpenConsole;
  readonly central: TestCentral;
  readonly day: DispatchDay;
};

/** Touches one thing after the other. */
export const touch = async (...targets: readonly Locator[]): Promise<void> => {
  for (const target of targets) await target.click();
};
