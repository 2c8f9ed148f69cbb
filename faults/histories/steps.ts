import type { ManifestItem } from '../../shared/api/terminal.ts';
import type { DeliveryId } from '../../shared/ids.ts';
import type { Purpose, Refusal } from '../../shared/verdict.ts';
import {
  epochOf,
  erase,
  isOff,
  isSameEvent,
  keyOf,
  type Model,
  type Now,
  noteEvent,
  overIn,
  refusalOf,
  take,
  timeOf,
  triesOf,
} from './model.ts';

export type Input =
  | { readonly is: 'code'; readonly named: DeliveryId | null; readonly code: Code }
  | { readonly is: 'label'; readonly of: DeliveryId | null }
  | { readonly is: 'mistyped' | 'unreadable' };
export type Code = { readonly of: DeliveryId; readonly epoch: number; readonly purpose: Purpose };
/** What is made durable, one after the other; a crash leaves the first few of an action's steps. */
export type Step = {
  readonly what: 'count' | 'receipt' | 'entry';
  readonly run: () => Says;
};
export type Says = { readonly time: object; readonly content: object } | null;
export type Answer = Refusal | { readonly accepted: Purpose } | null;

const entry = (m: Model, now: Now, content: () => object, then = (_at: number) => {}): Step => ({
  what: 'entry',
  run: () => {
    const time = timeOf(m, now);
    const says = { time, content: content() };
    m.newest = Math.max(m.newest, time.at);
    then(time.at);
    return says;
  },
});
const quietly = (what: Step['what'], work: () => void): Step => ({
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

export type Place = { readonly stop: DeliveryId | null; readonly asks: Purpose };
/** What is told by when it is scanned again: the code itself, whatever stands around it. */
const shownBy = (input: Input): string | null => {
  if (input.is === 'mistyped') return input.is;
  if (input.is !== 'code') return null;
  const { of, epoch, purpose } = input.code;
  return keyOf(of, epoch, purpose);
};

/**
 * What comes of an input at a stop that is open, or at none. `stop`: where the driver then is.
 * `typed`: on the keypad, where nothing is a repetition and nothing a foreign barcode.
 */
export const present = (m: Model, now: Now, { stop, asks }: Place, input: Input, typed = false) => {
  const nothing = { stop, answer: null as Answer, steps: [] as Step[] };
  const named = input.is === 'code' ? input.named : null;
  const isKnown = named === null || epochOf(m, named) !== null;
  // What is over and erased is answered for itself, whichever door is open.
  const isErased = named !== null && m.erased.has(named);
  const open = isErased ? null : stop;
  const at = open ?? (isKnown ? named : null);
  const shown = shownBy(input);
  if (shown !== null && !typed && isSameEvent(m, now, shown, at)) return nothing;
  const note = (accepted: boolean): void => {
    if (shown !== null && !(typed && input.is === 'mistyped')) {
      noteEvent(m, now, shown, at, accepted);
    }
  };
  const counted = (of: DeliveryId) =>
    triesOf(m, of, 'hand-over').count + triesOf(m, of, 'override').count;
  const refuse = (
    of: DeliveryId | null,
    refusal: Refusal,
    before: readonly Step[] = [],
    then = () => {},
  ) => {
    note(false);
    const epoch = of === null ? null : epochOf(m, of);
    const content = { kind: 'attempt', delivery: of, epoch, refusal };
    const said = () => {
      then();
      return { ...content, counted: of === null ? 0 : counted(of) };
    };
    return { stop: of, answer: refusal as Answer, steps: [...before, entry(m, now, said)] };
  };
  if (input.is === 'label') {
    // What is no stop's is said, and is nothing; at a door another stop's parcel moves nobody.
    const isOurs = input.of !== null && m.stops.has(input.of);
    return isOurs ? { ...nothing, stop: stop ?? input.of } : nothing;
  }
  if (input.is === 'unreadable') return typed ? refuse(stop, { reason: input.is }) : nothing;
  if (input.is === 'mistyped') return stop === null ? nothing : refuse(stop, { reason: input.is });
  if (input.is !== 'code') return nothing;
  const { code } = input;
  if (!isKnown) return refuse(stop, { reason: 'unknown-delivery' });
  if (named !== null && open !== null && named !== open) {
    return refuse(open, { reason: 'wrong-customer', other: named });
  }
  const of = named ?? stop;
  if (of === null) return nothing;
  const purpose = named === null ? asks : 'hand-over';
  const early = refusalOf(m, now, of, purpose);
  if (early?.reason === 'locked' && early.until !== null) return nothing;
  if (early !== null) return refuse(of, early);
  const epoch = epochOf(m, of) ?? 0;
  const before = triesOf(m, of, purpose);
  const tries = before.count + 1;
  const { at: instant } = timeOf(m, now);
  const key = keyOf(of, epoch, purpose);
  const count = quietly('count', () => {
    m.tries.set(key, { count: tries, lastAt: instant });
  });
  if (code.of !== of || code.epoch !== epoch || code.purpose !== purpose) {
    const isOlder = code.of === of && code.purpose === purpose && code.epoch === m.earlier.get(of);
    if (isOlder && purpose === 'hand-over') {
      const giveBack = (): void => {
        const { lastAt } = before;
        if (lastAt === null) m.tries.delete(key);
        else m.tries.set(key, { count: before.count, lastAt });
        m.givenBack.set(key, (m.givenBack.get(key) ?? 0) + 1);
      };
      return refuse(of, { reason: 'older-code' }, [count], giveBack);
    }
    const attemptsLeft = (m.stops.get(of)?.[purpose].attempts ?? 0) - tries;
    return refuse(of, { reason: 'wrong-code', attemptsLeft }, [count]);
  }
  note(true);
  const content = { kind: 'hand-over', delivery: of, epoch, purpose };
  const handOver = entry(
    m,
    now,
    () => content,
    (when) => m.used.set(of, { at: when, by: m.route?.driver ?? null }),
  );
  return { stop: of, answer: { accepted: purpose } as Answer, steps: [count, handOver] };
};

/** A stop that ends without a code; a delivery that is handed over already cannot. */
export const except = (m: Model, now: Now, of: DeliveryId, outcome: string): Step[] => {
  const content = { kind: 'exception', delivery: of, epoch: m.stops.get(of)?.epoch, outcome };
  return m.used.has(of) || !m.stops.has(of) ? [] : [entry(m, now, () => content)];
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

/**
 * A docking: the time, what is waiting, the pages after the cursor, what is over, what was written
 * meanwhile. `keep`: what is over and not erased, because somebody looks at it.
 */
export const dock = (
  m: Model,
  now: Now,
  pages: readonly (readonly ManifestItem[])[],
  keep: readonly DeliveryId[] = [],
): Step[] => {
  const pulled = (page: readonly ManifestItem[]) =>
    entry(
      m,
      now,
      () => ({ kind: 'pulled', cursor: m.cursor + page.length, items: page.length }),
      () => {
        for (const item of page) take(m, item);
        m.cursor += page.length;
      },
    );
  const receipt = quietly('receipt', () => {});
  const given = pages.filter((page) => page.length > 0);
  const then = structuredClone(m);
  for (const item of given.flat()) take(then, item);
  const over = overIn(then, now.truth, keep);
  const erased = entry(
    m,
    now,
    () => ({ kind: 'pulled', cursor: m.cursor, items: 0 }),
    () => erase(m, over),
  );
  const isOver = over.stops.length > 0 || over.route;
  const pull = [...given.map(pulled), ...(isOver ? [erased] : [])];
  return [tell(m, now), receipt, ...pull, ...(pull.length > 0 ? [receipt] : [])];
};
