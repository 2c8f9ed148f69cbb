import { makeTelephones } from '../../central/src/testing/telephones.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
} from '../../central/src/testing/test-central.ts';
import { makeTestDepot, type TestDepot } from '../../central/src/testing/test-depot.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { type Centrals, startCentrals } from '../support/centrals.ts';
import { type LineProxy, startProxy } from './proxy.ts';

/** Everything that runs of a campaign have in common. */
export type Stage = {
  /** Where the depot's people work: a central that no terminal asks and nobody kills. */
  readonly office: TestCentral;
  readonly centrals: Centrals;
  readonly proxy: LineProxy;
  readonly newDepot: () => Promise<TestDepot>;
  readonly now: () => Instant;
  /** Moves the clock of terminals and centrals. */
  readonly advance: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const onlyOffice = ({ url }: TestCentral): Centrals => ({
  pick: async () => url,
  kill: async () => {
    throw new Error('the office is not killed');
  },
  setAhead: async () => undefined,
  whole: async () => undefined,
  names: () => [],
  killed: () => 0,
  stop: async () => undefined,
});

/**
 * Starts a stage with so many processes of central that serve terminals; where it is none, the
 * office serves them.
 */
export const startStage = async (serving: number): Promise<Stage> => {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  let aheadMs = 0;
  const now = (): Instant => (Date.now() + aheadMs) as Instant;
  try {
    const postgres = await startTestPostgres();
    stops.push(postgres.stop);
    const proxy = await startProxy();
    stops.push(proxy.stop);
    const telephones = makeTelephones();
    const provider = telephones.provider;
    const office = await startTestCentral(postgres, { now, publicUrl: proxy.url, provider });
    stops.push(office.stop);
    const { dataFolder, databaseUrl } = office;
    const options = { dataFolder, databaseUrl, publicUrl: proxy.url };
    const centrals =
      serving === 0 ? onlyOffice(office) : await startCentrals(() => options, serving);
    stops.push(centrals.stop);
    return {
      office,
      centrals,
      proxy,
      newDepot: () =>
        makeTestDepot(office, telephones, { waitsSeconds: [0], unscanned: 'free', attempts: 8 }),
      now,
      advance: async (ms) => {
        aheadMs += ms;
        await centrals.setAhead(aheadMs);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
