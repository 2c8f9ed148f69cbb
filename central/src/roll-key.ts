import type { Instant } from '../../shared/protocol/ids.ts';
import { ok, type Result } from '../../shared/result.ts';
import { systemNow } from './clock.ts';
import { type EndedKey, endKey } from './keys/end-key.ts';
import { isListed, readKeys } from './keys/roll-keys.ts';
import { type RolledMasterKey, rollMasterKey } from './keys/roll-master-key.ts';
import {
  listRoots,
  type PreparedRoot,
  prepareRoot,
  type RolledRoot,
  rollRoot,
  type ShownRoot,
} from './keys/roll-root.ts';
import { onMachine } from './on-machine.ts';
import { noteOwnAct } from './operators/acts.ts';
import { withdrawAll } from './passes/end-passes.ts';
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

/** A key that was ended, and how many passes were withdrawn because it had signed them. */
export type EndedOnMachine = EndedKey & { readonly passes: number };

/** Ends a signing key on central's machine, while central runs or not. The audit says that it was. */
export const endKeyOnMachine = (
  options: CentralOptions,
  id: string,
): Promise<Result<EndedOnMachine, StartProblem>> =>
  onMachine(options, async (pool, keyFile) => {
    const now = (options.now ?? systemNow)();
    let passes = 0;
    const ended = await endKey(pool, keyFile, id, now, async (tx, { id: key, purpose, next }) => {
      passes = purpose === 'pass' ? await withdrawAll(tx, now) : 0;
      const more = purpose === 'pass' ? { passes } : {};
      await noteOwnAct(tx, 'key-ended', { key, purpose, next, ...more }, now);
    });
    return ended.ok ? ok({ ...ended.value, passes }) : ended;
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

/** The root keys that there have been, the one in force, and the next one if it is prepared. */
export const listRootsOnMachine = (
  options: CentralOptions,
): Promise<Result<readonly ShownRoot[], StartProblem>> =>
  onMachine(options, async (pool) => ok(await listRoots(pool)));

/** Makes the next root key on central's machine, while central runs or not. Nobody is told of it. */
export const prepareRootOnMachine = (
  options: CentralOptions,
): Promise<Result<PreparedRoot, StartProblem>> =>
  onMachine(options, (pool, keyFile) => {
    const now = (options.now ?? systemNow)();
    return prepareRoot(pool, keyFile, now, (tx, root) =>
      noteOwnAct(tx, 'root-prepared', { root }, now),
    );
  });

/** Puts the prepared root key in force on central's machine, while central runs or not. */
export const rollRootOnMachine = (
  options: CentralOptions,
  oldestBackup: Instant,
): Promise<Result<RolledRoot, StartProblem>> =>
  onMachine(options, (pool, keyFile) => {
    const now = (options.now ?? systemNow)();
    return rollRoot(pool, keyFile, now, oldestBackup, (tx, rolled) =>
      noteOwnAct(tx, 'root-rolled', { ...rolled, oldestBackup }, now),
    );
  });
