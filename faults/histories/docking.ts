import type { ManifestItem } from '../../shared/protocol/api/terminal.ts';
import type { DeliveryId } from '../../shared/protocol/ids.ts';
import { erase, type Model, type Now, overIn, signedInDriver, take } from './model.ts';
import { entry, quietly, type Step, signOut } from './steps.ts';

/** What central gives at a docking. `anew`: all of it, for it came out of a backup. */
export type Given = {
  readonly anew: boolean;
  readonly pages: readonly { readonly items: readonly ManifestItem[]; readonly cursor: number }[];
};

const tell = (m: Model, now: Now): Step =>
  entry(
    m,
    now,
    () => ({ kind: 'clock', central: now.truth, wall: now.wall }),
    () => {
      m.told = { central: now.truth, boot: now.boot };
      m.newest = now.truth;
    },
  );

/** A docking of a log that is not central's: the terminal says so, and stops for good. */
export const dockRefused = (m: Model, now: Now, head: object): Step[] => [
  tell(m, now),
  entry(m, now, () => ({ kind: 'stopped', why: { reason: 'log-refused', ...head } })),
];
/** A docking of a terminal that central has revoked. */
export const dockRevoked = (m: Model, now: Now, since: number): Step[] => [
  entry(m, now, () => ({ kind: 'stopped', why: { reason: 'revoked', since } })),
];

export type Docking = {
  readonly given: Given;
  /** What is over and not erased, because somebody looks at it. */
  readonly keep: readonly DeliveryId[];
  /** On the road nobody is signed out and nothing is erased. */
  readonly quiet: boolean;
  /** Central has less of the log than it said it had. */
  readonly lost: boolean;
};

/** A docking: the time, what is waiting, the pages after the cursor, what is over, what was written meanwhile. */
export const dock = (m: Model, now: Now, { given, keep, quiet, lost }: Docking): Step[] => {
  const takePage = (of: Model, { items }: Given['pages'][number], first: boolean): void => {
    // Everything comes again: what does not is no longer this terminal's.
    if (given.anew && first) for (const stop of of.stops.values()) stop.withdrawn = true;
    for (const item of items) take(of, item);
  };
  const pulled = (page: Given['pages'][number], i: number) =>
    entry(
      m,
      now,
      () => ({ kind: 'pulled', cursor: page.cursor, items: page.items.length }),
      () => {
        takePage(m, page, i === 0);
        m.cursor = page.cursor;
      },
    );
  const then = structuredClone(m);
  for (const [i, page] of given.pages.entries()) takePage(then, page, i === 0);
  const isRemoved = then.signedIn !== null && signedInDriver(then) === null;
  const isOut = then.signedIn !== null && !isRemoved && m.policy.signOutAtDock && !quiet;
  const out = isRemoved || isOut ? [signOut(m, now, isRemoved ? 'removed' : 'dock')] : [];
  const over = overIn(then, now.truth, keep);
  const isOver = !quiet && (over.stops.length > 0 || over.route);
  const erased = entry(
    m,
    now,
    () => ({ kind: 'pulled', cursor: m.cursor, items: 0 }),
    () => erase(m, over),
  );
  const receipt = quietly('receipt', () => {});
  const after = [...given.pages.map(pulled), ...out, ...(isOver ? [erased] : [])];
  const handIn = lost ? [receipt, receipt] : [receipt];
  return [tell(m, now), ...handIn, ...after, ...(after.length > 0 ? [receipt] : [])];
};
