import type { DepotId, PublicKey, TerminalId } from '../../../shared/protocol/ids.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { at } from '../database/pool.ts';
import { claimPending } from './claim-pending.ts';
import { AT_ONCE, type IssuePorts, issueClaimed, type Sealed } from './issue-pending.ts';

/** How long a worker that found nothing to make waits until it looks again. */
const IDLE_MS = 2_000;

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

/**
 * Starts the worker of this process, which makes the codes of routes that are assigned before their
 * terminals ask. Each process has one; what one has claimed no other derives. A request that waits
 * waits for few: the worker has no more at once than keeps the cores at work. `onError` hears of what fails; the
 * worker goes on.
 */
export const startSealingAhead = (
  ports: IssuePorts,
  onError: (error: Error) => void,
): SealingAhead => {
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;

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
    for (const depot of await listDepotIds(ports.pool)) {
      for (const terminal of await findLacking(ports, depot)) {
        if (isStopped()) return true;
        const { begun, wasMade } = await begin(terminal);
        if (!wasMade) return false;
        all += begun;
      }
    }
    return all > 0;
  };

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, IDLE_MS);
      stopped.signal.addEventListener('abort', done);
    });

  const work = async (): Promise<void> => {
    while (!isStopped()) {
      const isBusy = await round().catch((error: unknown) => {
        tell(error);
        return false;
      });
      if (!isBusy && !isStopped()) await idle();
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
