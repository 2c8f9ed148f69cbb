import { z } from 'zod';
import { makeRandom } from '../campaign.ts';
import { FAULT_NAMES, type FaultName } from './line-faults.ts';
import { playNetwork } from './play-network.ts';
import type { SaidByPlayer } from './run-player.ts';
import { startStage } from './stage.ts';

// A process of its own, because a control changes what is loaded of the product: plays runs from one
// seed on, and says on standard output, a line for each, what was seen. It stops early where it is
// told to stop at the first wrong.

const { from, runs, untilWrong, only, serving } = z
  .strictObject({
    from: z.int(),
    runs: z.int(),
    untilWrong: z.boolean(),
    serving: z.int(),
    only: z.array(z.string()).nullable(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const names = only === null ? undefined : FAULT_NAMES.filter((name) => only.includes(name));

const say = (said: SaidByPlayer): void => void process.stdout.write(`${JSON.stringify(said)}\n`);

const stage = await startStage(serving);
try {
  for (let seed = from; seed < from + runs; seed++) {
    const before = stage.centrals.killed();
    try {
      const { faults, ...played } = await playNetwork(stage, {
        random: makeRandom(seed),
        only: names as readonly FaultName[] | undefined,
      });
      const killed = stage.centrals.killed() - before;
      say({ seed, ...played, killed, faults: [...faults] });
      if (untilWrong && played.wrongs.length > 0) break;
    } catch (error) {
      const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const none = { entries: 0, handOvers: 0, raced: 0, killed: 0, faults: [] };
      say({ seed, ...none, wrongs: [], crashes: [crash] });
    }
  }
} finally {
  await stage.stop();
}
process.exit(0);
