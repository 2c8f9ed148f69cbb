import type { DeliveryId } from '../../shared/protocol/ids.ts';
import type { ExceptionOutcome } from '../../shared/protocol/outcome.ts';
import type { Purpose, Refusal } from '../../shared/protocol/verdict.ts';
import {
  driverOf,
  isOff,
  type Model,
  mustSignIn,
  type Now,
  signedInDriver,
  timeOf,
  undoable,
} from './model.ts';
import { forget } from './said.ts';

/** What is made durable, one after the other; a crash leaves the first few of an action's steps. */
export type Step = {
  readonly what: 'count' | 'receipt' | 'entry';
  readonly run: (sequence: number) => Says;
};
export type Says = {
  readonly time: object;
  readonly driver: string | null;
  readonly content: object;
} | null;
export type Answer = Refusal | { readonly accepted: Purpose } | null;

export const entry = (
  m: Model,
  now: Now,
  content: () => object,
  then = (_at: number) => {},
): Step => ({
  what: 'entry',
  run: (sequence) => {
    const time = timeOf(m, now);
    const says = { time, driver: driverOf(m), content: content() };
    m.newest = Math.max(m.newest, time.at);
    m.log.push({ at: time.at, sequence, content: says.content });
    then(time.at);
    return says;
  },
});
export const quietly = (what: Step['what'], work: () => void): Step => ({
  what,
  run: () => {
    work();
    return null;
  },
});

/** A wall clock that begins to be wrong is an entry, once for as long as it lasts. */
export const watch = (m: Model, now: Now): Step[] => {
  const begins = isOff(m, now) && !m.noted;
  m.noted = isOff(m, now);
  return begins ? [entry(m, now, () => ({ kind: 'clock-fault', wall: now.wall }))] : [];
};

/** A stop that ends without a code; a delivery that is handed over already cannot. */
export const except = (m: Model, now: Now, of: DeliveryId, outcome: ExceptionOutcome): Step[] => {
  const content = { kind: 'exception', delivery: of, epoch: m.stops.get(of)?.epoch, outcome };
  if (m.used.has(of) || !m.stops.has(of)) return [];
  const then = (): void => {
    m.exceptions.set(of, outcome);
    forget(m, of);
  };
  return [entry(m, now, () => content, then)];
};

/** An exception is taken back by an entry of its own, where it can be. */
export const undo = (m: Model, now: Now, undoes: number): Step[] => {
  const delivery = undoable(m, now).get(undoes);
  if (delivery === undefined) return [];
  const content = { kind: 'exception-undone', delivery, undoes };
  return [
    entry(
      m,
      now,
      () => content,
      () => void m.exceptions.delete(delivery),
    ),
  ];
};

const drive = (m: Model, staff: string | null): void => {
  m.signedIn = staff;
};

/** A badge at the route: a driver's signs in; any other is said, where somebody must. */
export const showBadge = (m: Model, now: Now, staff: string | null): Step[] => {
  const member = staff === null ? undefined : m.drivers.get(staff);
  if (staff !== null && member?.removed === false) {
    if (staff === signedInDriver(m)) return [];
    const content = { kind: 'signed-in', staff, by: 'badge' };
    return [
      entry(
        m,
        now,
        () => content,
        () => drive(m, staff),
      ),
    ];
  }
  if (!mustSignIn(m)) return [];
  const named = member === undefined ? null : staff;
  const reason = named === null ? 'unknown' : 'removed';
  return [entry(m, now, () => ({ kind: 'sign-in-refused', staff: named, by: 'badge', reason }))];
};

export const signOut = (m: Model, now: Now, why: 'driver' | 'dock' | 'removed'): Step =>
  entry(
    m,
    now,
    () => ({ kind: 'signed-out', staff: m.signedIn, why }),
    () => drive(m, null),
  );
