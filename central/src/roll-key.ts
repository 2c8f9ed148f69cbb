import type { Instant } from '../../shared/protocol/ids.ts';
import { ok, type Result } from '../../shared/result.ts';
import { systemNow } from './clock.ts';
import { type EndedKey, endKey } from './keys/end-key.ts';
import { isListed, readKeys } from './keys/roll-keys.ts';
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

/** Ends a signing key on central's machine, while central runs or not. The audit says that it was. */
export const endKeyOnMachine = (
  options: CentralOptions,
  id: string,
): Promise<Result<EndedKey, StartProblem>> =>
  onMachine(options, (pool, keyFile) => {
    const now = (options.now ?? systemNow)();
    return endKey(pool, keyFile, id, now, (tx, { id: key, purpose, next }) =>
      noteOwnAct(tx, 'key-ended', { key, purpose, next }, now),
    );
  });

/** A key of central's list, without its secret. */
export type ShownKey = {
  readonly id: string;
  readonly purpose: string;
  readonly signsFrom: Instant;
  readonly notAfter: Instant;
};

/** The keys that sign for central, those of one purpose together. */
export const listKeysOnMachine = (
  options: CentralOptions,
): Promise<Result<readonly ShownKey[], StartProblem>> =>
  onMachine(options, async (pool) => {
    const listed = (await readKeys(pool)).filter(({ purpose }) => isListed(purpose));
    return ok(listed.sort((a, b) => a.purpose.localeCompare(b.purpose)));
  });
