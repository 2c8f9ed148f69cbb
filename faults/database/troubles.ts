import { setTimeout as wait } from 'node:timers/promises';
import type { PostgresServer } from '../../central/src/testing/postgres-server.ts';
import type { Stage } from './stage.ts';

/** What befalls a database. */
export type Trouble =
  | 'restart, fast'
  | 'restart, immediate'
  | 'fail-over'
  | 'disk full'
  | 'connections gone'
  | 'no answer'
  | 'locked'
  | 'restored from a backup';

export const TROUBLES: readonly Trouble[] = [
  'restart, fast',
  'fail-over',
  'connections gone',
  'restart, immediate',
  'no answer',
  'disk full',
  'locked',
  'restored from a backup',
];

type Looks = {
  readonly stage: Stage;
  readonly random: () => number;
  /** Looks at a database that has just taken over: what was acknowledged until then? */
  readonly look: (newPrimary: PostgresServer) => Promise<void>;
  /** Resolves when terminals were told of so many entries more, or after a while. */
  readonly acknowledged: (more: number) => Promise<void>;
};

/** How long the database is as good as gone. */
const between = (random: () => number, from: number, to: number): number =>
  from + Math.floor(random() * (to - from));

const holdLock = async (server: PostgresServer, ms: number): Promise<void> => {
  const lock = 'lock table entry in access exclusive mode';
  await server.query(`begin; ${lock}; select pg_sleep(${ms / 1_000}); rollback`);
};

const fillDisk = async ({ disk, pair }: Stage, ms: number): Promise<void> => {
  if (disk === null) return;
  await disk.fill();
  await wait(ms);
  await disk.free();
  // Either may have given up. Without its standby a primary that waits for it would wait for good.
  await pair.startAgain();
};

/** Lets one befall the database while terminals hand in. Only a person's part is done here. */
export const befall = async (trouble: Trouble, looks: Looks): Promise<void> => {
  const { stage, random, look, acknowledged } = looks;
  const { pair } = stage;
  switch (trouble) {
    case 'restart, fast':
      return pair.restart('fast');
    case 'restart, immediate':
      return pair.restart('immediate');
    case 'fail-over':
      // The standby hears nothing any more: what is acknowledged from now on only the primary has.
      pair.deafenStandby(true);
      await acknowledged(20);
      await pair.failOver(look);
      return pair.addStandby();
    case 'disk full':
      return fillDisk(stage, between(random, 500, 2_000));
    case 'connections gone':
      for (let n = 0; n < 3; n++) {
        pair.lines.cut();
        await wait(between(random, 20, 200));
      }
      return undefined;
    case 'no answer':
      pair.lines.hold(true);
      await wait(between(random, 500, 3_000));
      return pair.lines.hold(false);
    case 'locked':
      return holdLock(pair.primary(), between(random, 500, 7_000));
    case 'restored from a backup':
      await pair.backUp();
      await acknowledged(20);
      return stage.whileDown(pair.restore);
  }
};
