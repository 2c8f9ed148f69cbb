import type { CentralOptions } from '../server.ts';
import { makeTelephones } from './telephones.ts';
import { startTestCentral, startTestPostgres, type TestCentral } from './test-central.ts';
import { makeTestDepot, type TestDepot, type TestDepotSettings } from './test-depot.ts';

/** The real central on a real PostgreSQL of its own, started once for all runs of a campaign. */
export type CampaignCentral = {
  readonly central: TestCentral;
  /** A depot for one run, so that no run needs a database of its own. */
  readonly newDepot: (settings?: TestDepotSettings) => Promise<TestDepot>;
  readonly stop: () => Promise<void>;
};

/** Starts it. `now` is the script's clock; without one its own goes on from the morning. */
export const startCampaignCentral = async (
  options: Pick<CentralOptions, 'now' | 'publicUrl'> = {},
): Promise<CampaignCentral> => {
  const postgres = await startTestPostgres();
  try {
    const telephones = makeTelephones();
    const central = await startTestCentral(postgres, { ...options, provider: telephones.provider });
    return {
      central,
      newDepot: (settings) => makeTestDepot(central, telephones, settings),
      stop: async () => {
        await central.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};
