import { transaction } from '../../central/src/database/pool.ts';
import { statusOf } from './http-message.ts';
import {
  FAULT_NAMES,
  FAULTS,
  type FaultName,
  isKill,
  type Line,
  pass,
  type Recorded,
} from './line-faults.ts';
import type { Turn } from './proxy.ts';
import type { Stage } from './stage.ts';

export type FaultyLine = {
  /** What met the requests of somebody since it was last asked. */
  readonly met: (who: string) => readonly FaultName[];
  /** Whether the next request of somebody will have no answer: they had better be impatient. */
  readonly isSilentNext: (who: string) => boolean;
  /** Somebody begins to dock, or has ended. */
  readonly begins: (who: string) => void;
  readonly ends: (who: string) => void;
  /** From now on nothing happens any more; what was kept for later has been done. */
  readonly mend: () => Promise<void>;
  readonly undetected: readonly string[];
  readonly crashes: readonly string[];
  readonly counts: ReadonlyMap<FaultName, number>;
};

/** How many requests something that is late waits for, at most. */
const LATEST = 6;

export type LineOptions = {
  readonly random: () => number;
  /** How many faults there are. */
  readonly faults: number;
  /** How likely a request meets one. */
  readonly share: number;
  /** Of these alone; by default of all. */
  readonly only?: readonly FaultName[] | undefined;
};

/** Waits until somebody waits for a lock in the database, or `over` says that nobody will. */
const untilLocked = async ({ office }: Stage, over: () => boolean): Promise<void> => {
  while (!over()) {
    const { rows } = await office.ports.pool.query<{ n: number }>(
      `select count(*) as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.n ?? 0) > 0) return;
  }
  await new Promise(() => undefined);
};

/** Puts faults on the proxy's line, one at a time for each request, until there are none left. */
export const makeFaultyLine = (
  stage: Stage,
  depot: () => string,
  { random, faults, share, only = FAULT_NAMES }: LineOptions,
): FaultyLine => {
  let left = faults;
  const silent = new Set<string>();
  let isMended = false;
  const recorded: Recorded[] = [];
  const waiting: { after: number; readonly act: () => Promise<void> }[] = [];
  const met = new Map<string, FaultName[]>();
  const counts = new Map<FaultName, number>();
  const docking = new Set<string>();
  const undetected: string[] = [];
  const crashes: string[] = [];
  let swaps: { readonly who: string; readonly go: () => void }[] = [];

  const letGo = (by: string | null): void => {
    const free = swaps.filter(({ who }) => who !== by);
    swaps = swaps.filter(({ who }) => who === by);
    for (const { go } of free) go();
  };
  const line: Line = {
    random,
    pick: () => stage.centrals.pick(random),
    kill: stage.centrals.kill,
    advance: stage.advance,
    recorded,
    later: (act) => void waiting.push({ after: 1 + Math.floor(random() * LATEST), act }),
    untilOther: async (who) => {
      if (![...docking].some((one) => one !== who) || isMended) return;
      await new Promise<void>((go) => swaps.push({ who, go }));
    },
    whileHeld: async (act) => {
      let isOver = false;
      await transaction(stage.office.ports.pool, async (tx) => {
        await tx.query('select 1 from delivery where depot::text = $1 for update', [depot()]);
        await act(untilLocked(stage, () => isOver));
      }).finally(() => {
        isOver = true;
      });
    },
    undetected: (what) => void undetected.push(what),
  };
  /** Whatever was answered was seen by whoever listens. */
  const record = (turn: Turn): Turn => ({
    ...turn,
    reply: (answer, upTo) => {
      if (statusOf(answer) === 200 && upTo === undefined) {
        recorded.push({ who: turn.who, path: turn.path, request: turn.request, answer });
      }
      turn.reply(answer, upTo);
    },
  });
  const draw = (who: string): FaultName | null => {
    if (silent.delete(who)) return 'silence';
    if (left <= 0 || random() > share) return null;
    left--;
    const name = only[Math.floor(random() * only.length)] ?? null;
    // Half of them: a process needs seconds to start.
    if (name !== null && isKill(name) && only === FAULT_NAMES && random() > 0.5) return null;
    return name === 'silence' ? null : name;
  };
  const passOn = async (turn: Turn): Promise<void> => {
    const name = draw(turn.who);
    if (name === null) return pass(record(turn), line);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    met.set(turn.who, [...(met.get(turn.who) ?? []), name]);
    // What was made up, nobody has said: only what is passed on is recorded.
    await FAULTS[name](turn, line);
  };
  const doLater = async (all: boolean): Promise<void> => {
    for (const one of waiting) one.after--;
    const due = waiting.filter(({ after }) => all || after <= 0);
    for (const one of due) waiting.splice(waiting.indexOf(one), 1);
    for (const { act } of due) await act();
  };
  stage.proxy.use(async (turn) => {
    try {
      await passOn(turn);
      letGo(turn.who);
      await doLater(false);
    } catch (error) {
      crashes.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      turn.cut('reset');
    }
  });
  return {
    met: (who) => {
      const names = met.get(who) ?? [];
      met.delete(who);
      return names;
    },
    isSilentNext: (who) => {
      const isLeft = left > 0 && only.includes('silence');
      if (!isLeft || random() >= share / only.length) return false;
      left--;
      silent.add(who);
      return true;
    },
    begins: (who) => void docking.add(who),
    ends: (who) => {
      docking.delete(who);
      letGo(null);
    },
    mend: async () => {
      left = 0;
      isMended = true;
      letGo(null);
      await doLater(true);
      await stage.centrals.whole();
    },
    undetected,
    crashes,
    counts,
  };
};
