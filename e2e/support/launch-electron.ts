import { existsSync } from 'node:fs';
import { _electron, type ElectronApplication, errors } from 'playwright-core';
import { waitUntil } from './wait-until.ts';

const LAUNCH_MS = 30_000;
const LAUNCHES = 3;

/**
 * Launches an Electron with Playwright, which attaches to a page while it comes into being and now
 * and then (one launch of a hundred) waits for an answer for ever. It runs meanwhile; it is ended
 * then, and launched again.
 */
export const launchElectron = async (
  options: Parameters<typeof _electron.launch>[0],
  launches = 1,
): Promise<ElectronApplication> => {
  try {
    return await _electron.launch({ ...options, timeout: LAUNCH_MS });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError) || launches === LAUNCHES) throw error;
    const pid = /<launched> pid=(\d+)/.exec(error.message)?.[1];
    if (pid !== undefined) await waitUntil('it ended', () => !existsSync(`/proc/${pid}`));
    return launchElectron(options, launches + 1);
  }
};
