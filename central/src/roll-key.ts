import type { Result } from '../../shared/result.ts';
import { systemNow } from './clock.ts';
import { type RolledMasterKey, rollMasterKey } from './keys/roll-master-key.ts';
import { onMachine } from './on-machine.ts';
import { noteOwnAct } from './operators/acts.ts';
import type { CentralOptions } from './server.ts';
import type { StartProblem } from './start-problem.ts';

/** Rolls the master key on central's machine, while central runs or not. The audit says that it was. */
export const rollMasterKeyOnMachine = (
  options: CentralOptions,
): Promise<Result<RolledMasterKey, StartProblem>> =>
  onMachine(options, (pool, keyFile) => {
    const now = (options.now ?? systemNow)();
    return rollMasterKey(pool, keyFile, now, (tx, keys) =>
      noteOwnAct(tx, 'master-key-rolled', { keys }, now),
    );
  });
