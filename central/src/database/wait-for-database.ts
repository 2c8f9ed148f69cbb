import { SECOND } from '../clock.ts';
import { isDatabaseAway } from './pool.ts';

const EACH_MS = SECOND;

/**
 * Looks until the database answers, or for so many milliseconds. One that is there and refuses is not
 * waited for. `say` hears, once, that it is waited for. Rejects with what it last said.
 */
export const waitForDatabase = async (
  look: () => Promise<void>,
  patienceMs: number,
  say: (sentence: string) => void,
): Promise<void> => {
  const until = performance.now() + patienceMs;
  for (let tries = 1; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() + EACH_MS > until) throw error;
      if (tries === 1) {
        say(`The database does not answer. Central asks again for ${patienceMs / SECOND} seconds.`);
      }
      await new Promise((resolve) => setTimeout(resolve, EACH_MS));
    }
  }
};
