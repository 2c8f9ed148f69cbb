import type { DepotId, PublicKey, TerminalId } from '../../../shared/protocol/ids.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { at } from '../database/pool.ts';
import { claimPending } from './claim-pending.ts';
import { AT_ONCE, type IssuePorts, issueClaimed, type Sealed } from './issue-pending.ts';

/** How long a worker that found nothing to make rests before it looks again, whatever happens. */
const REST_MS = 2_000;
/** So often it looks at every depot, though it heard of no change: not all that is told is heard. */
const ALL_MS = 60_000;

/** Makes codes ahead of dockings, until it is stopped. */
export type SealingAhead = { readonly stop: () => Promise<void> };

type Row = { readonly id: TerminalId; readonly agreementKey: PublicKey };

/**
 * Terminals of a depot with routes of which some stop has no code. Who docked last comes first: it may
 * be waiting. Looks at the open deliveries of routes that somebody has.
 */
const findLacking = async (
  { pool, now }: Pick<IssuePorts, 'pool' | 'now'>,
  depot: DepotId,
): Promise<readonly Sealed[]> => {
  const { rows } = await pool.query<Row>(
    `select t.id, t.agreement_key as "agreementKey" from terminal t
     where t.depot = $1 and t.revoked_at is null and exists (
       select 1 from route join delivery on delivery.depot = route.depot
         and delivery.route = route.id
       where route.depot = t.depot and route.terminal = t.id and delivery.status = 'open'
         and delivery.not_after > $2 and not exists (select 1 from issue
           where issue.depot = delivery.depot and issue.delivery = delivery.id
             and issue.state = 'active' and issue.terminal = t.id))
     order by t.last_dock desc nulls last, t.id`,
    [depot, at(now())],
  );
  return rows.map(({ id, agreementKey }) => ({ depot, id, agreementKey }));
};

/** Which depots are to be looked at: those in which something has changed; at first and now and then all. */
const makeDue = () => {
  const some = new Set<DepotId>();
  let areAll = true;
  let allAt = 0;
  let wake = (): void => {};
  const isAll = (): boolean => areAll || performance.now() - allAt >= ALL_MS;
  return {
    /** Null: all. */
    add: (depot: DepotId | null): void => {
      if (depot === null) areAll = true;
      else some.add(depot);
      wake();
    },
    isAny: (): boolean => isAll() || some.size > 0,
    /** Calls it at the next that is added. */
    onNext: (call: () => void): void => {
      wake = call;
    },
    take: async (list: () => Promise<readonly DepotId[]>): Promise<readonly DepotId[]> => {
      const depots = isAll() ? null : [...some];
      some.clear();
      areAll = false;
      if (depots !== null) return depots;
      allAt = performance.now();
      return list();
    },
  };
};

/**
 * Starts the worker of this process, which makes the codes of routes that are assigned before their
 * terminals ask. It looks where something has changed, and at everything once a minute: to find that
 * no stop of a large depot lacks a code takes a tenth of a second. Each process has one; what one has
 * claimed no other derives. A request that waits waits for few: the worker has no more at once than
 * keeps the cores at work.
 *
 * @param hear lets the worker know in which depot a delivery may need a code now; null: in any
 * @param onError hears of what fails; the worker goes on
 */
export const startSealingAhead = (
  ports: IssuePorts,
  hear: (listener: (depot: DepotId | null) => void) => void,
  onError: (error: Error) => void,
): SealingAhead => {
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  const due = makeDue();
  hear(due.add);

  const tell = (error: unknown): void =>
    onError(error instanceof Error ? error : new Error('codes could not be made'));

  /** The handful that was begun last, and whether it could be made. */
  let underWay: Promise<boolean> = Promise.resolve(true);

  /** Begins a handful. While the one before is written down, this one keeps the cores at work. */
  const begin = async (terminal: Sealed): Promise<{ begun: number; wasMade: boolean }> => {
    const claimed = await claimPending(ports.pool, terminal, ports.now(), AT_ONCE);
    if (claimed.length === 0) return { begun: 0, wasMade: true };
    const before = underWay;
    underWay = issueClaimed(ports, terminal, claimed).then(
      () => true,
      (error: unknown) => {
        tell(error);
        return false;
      },
    );
    return { begun: claimed.length, wasMade: await before };
  };

  /** One handful for each terminal that lacks some; whether there may be more to make at once. */
  const round = async (): Promise<boolean> => {
    let all = 0;
    for (const depot of await due.take(() => listDepotIds(ports.pool))) {
      const lacking = await findLacking(ports, depot);
      // Those that others have claimed are looked for again as well: whoever claims may die.
      if (lacking.length > 0) due.add(depot);
      for (const terminal of lacking) {
        if (isStopped()) return true;
        const { begun, wasMade } = await begin(terminal);
        if (!wasMade) {
          due.add(null);
          return false;
        }
        all += begun;
      }
    }
    return all > 0;
  };

  /** Waits for so long, or until it is stopped, or `wake` is called. */
  const wait = (ms: number, onWake: (wake: () => void) => void = () => {}): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      stopped.signal.addEventListener('abort', done);
      onWake(done);
    });
  const rest = async (): Promise<void> => {
    await wait(REST_MS);
    if (due.isAny() || isStopped()) return;
    await wait(ALL_MS, due.onNext);
  };

  const work = async (): Promise<void> => {
    while (!isStopped()) {
      const isBusy = await round().catch((error: unknown) => {
        tell(error);
        due.add(null);
        return false;
      });
      if (!isBusy && !isStopped()) await rest();
    }
    await underWay;
  };
  const working = work();
  return {
    stop: async () => {
      stopped.abort();
      await working;
    },
  };
};
