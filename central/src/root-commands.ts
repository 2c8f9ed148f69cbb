import type { Command } from 'commander';
import { spokenFingerprint } from '../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import type { ShownRoot } from './keys/roll-root.ts';
import { listRootsOnMachine, prepareRootOnMachine, rollRootOnMachine } from './roll-key.ts';
import type { CentralOptions } from './server.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

type Parts = {
  readonly options: () => Promise<CentralOptions>;
  /** Says why it was not done, and ends. */
  readonly fail: (problem: StartProblem) => never;
  /** Says what was done. */
  readonly say: (line: string) => void;
};

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** The beginning of a day in UTC; null if the text is no day. */
const beginningOf = (day: string): Instant | null => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || dayOf(at) !== day ? null : (at as Instant);
};

const describe = ({ id, publicKey, state, madeAt, terminals }: ShownRoot): string =>
  `${id.padEnd(14)} ${state.padEnd(8)} ${spokenFingerprint(publicKey)}  made ${dayOf(madeAt)}, ${terminals} terminals`;

/** `list-roots`, `prepare-root` and `roll-root`: the root key is followed by another one. */
export const addRootCommands = (program: Command, { options, fail, say }: Parts): void => {
  program
    .command('list-roots')
    .description('list the root keys, and how many terminals are known to trust each')
    .action(async () => {
      const roots = await listRootsOnMachine(await options());
      if (!roots.ok) return fail(roots.error);
      for (const root of roots.value) say(describe(root));
    });
  program
    .command('prepare-root')
    .description('make the next root key, of which no terminal is told yet, while central runs')
    .action(async () => {
      const prepared = await prepareRootOnMachine(await options());
      if (!prepared.ok) return fail(prepared.error);
      say(
        `The next root key is ${prepared.value.id}. Put it in force with roll-root when no backup from before now can be restored any more.`,
      );
    });
  program
    .command('roll-root')
    .description('put the prepared root key in force, while central runs; no terminal goes back')
    .requiredOption('--oldest-backup <day>', 'the oldest backup that may be restored: 2026-12-31')
    .action(async ({ oldestBackup }: { oldestBackup: string }) => {
      const day = beginningOf(oldestBackup);
      if (day === null) {
        return fail(startProblem('not-a-day', `${oldestBackup} is no day such as 2026-12-31.`));
      }
      const rolled = await rollRootOnMachine(await options(), day);
      if (!rolled.ok) return fail(rolled.error);
      const { root, before } = rolled.value;
      say(
        `The root key is ${root}. Each terminal goes by it from its next docking on; one of an older version goes by ${before} until its app is updated.`,
      );
    });
};
