import type { CentralOptions } from '../../central/src/central-options.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
} from '../../central/src/testing/test-central.ts';
import { startDisplay } from './display.ts';

/** A central, and a display to show browsers on that look at it. */
export type CentralAndDisplay = {
  readonly central: TestCentral;
  /** The display, as an environment. */
  readonly display: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** Starts a display, a PostgreSQL, and a central on it. What was started is stopped if the rest fails. */
export const startCentralAndDisplay = async (
  options: Partial<CentralOptions> = {},
): Promise<CentralAndDisplay> => {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const display = await startDisplay({ width: 1400, height: 900 });
    stops.push(() => display.stop());
    const postgres = await startTestPostgres();
    stops.push(() => postgres.stop());
    const central = await startTestCentral(postgres, options);
    stops.push(() => central.stop());
    return { central, display: display.env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
