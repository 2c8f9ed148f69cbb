import fc from 'fast-check';
import { type ExceptionOutcome, exceptionOutcome } from '../../shared/outcome.ts';
import type { Purpose } from '../../shared/verdict.ts';

/** After so many of the places where an action can be cut the terminal is dead; null: it lives. */
type Dies = { readonly dies: number | null };

/** What is held before the scanner or typed. Customers are numbers, from 1. */
export type Shown =
  /** The code of a customer, as a QR or bare; `older` by so many issues; of the dispatcher's kind. */
  | {
      readonly is: 'code';
      readonly customer: number;
      readonly purpose: Purpose;
      readonly older: number;
      readonly qr: boolean;
    }
  | { readonly is: 'label'; readonly customer: number }
  | { readonly is: 'mistyped' | 'unreadable' | 'unknown-label' | 'unknown-qr' };

export type Command =
  /** Something is shown at a stop that was opened by touch or by its label, or with none open. */
  | ({
      readonly do: 'scan';
      readonly stop: number | null;
      readonly opened: 'touch' | 'label';
      readonly asks: Purpose;
      readonly shown: Shown;
      /** The scanner reads it twice before the first is judged. */
      readonly twice: boolean;
    } & Dies)
  | ({
      readonly do: 'type';
      readonly stop: number;
      readonly asks: Purpose;
      readonly shown: Shown;
    } & Dies)
  | ({ readonly do: 'except'; readonly stop: number; readonly outcome: ExceptionOutcome } & Dies)
  /**
   * `cut`: the nth request to central is lost on its way, or its answer is. `scans`: what is scanned
   * as soon as the docking has begun.
   */
  | ({
      readonly do: 'dock';
      readonly cut: { readonly request: number; readonly lost: 'request' | 'answer' } | null;
      readonly scans: Shown | null;
    } & Dies)
  /** The app ends and starts again; with the machine, which has another boot clock then. */
  | ({ readonly do: 'restart'; readonly machine: boolean } & Dies)
  /** True time goes on, asleep or awake. */
  | { readonly do: 'pass'; readonly ms: number }
  /** True time goes on to an edge of what a stop's codes are good for, or so far from it. */
  | {
      readonly do: 'pass-to';
      readonly edge: 'opens' | 'closes' | 'wait' | 'lease';
      readonly stop: number;
      readonly off: number;
    }
  /** The wall clock is set so far from true time. */
  | { readonly do: 'turn'; readonly offset: number }
  /** Central issues new codes for a delivery, takes it away, or gives it (again). */
  | {
      readonly do: 'issue' | 'withdraw' | 'give';
      readonly stop: number;
      readonly validity: Validity;
    }
  /** The store's files are copied, with the keychain; or a copy is put back. */
  | { readonly do: 'copy'; readonly slot: number }
  | {
      readonly do: 'put-back';
      /** A number, or what was there before the last copy was put back. */
      readonly slot: number | 'newest';
      readonly keychain: boolean;
      readonly online: boolean;
    };

/** When codes are good: from so long after now, for so long, and how many wrong ones lock. */
export type Validity = {
  readonly opensIn: number;
  readonly lasts: number;
  readonly attempts: number;
};

export type History = {
  readonly leaseMs: number;
  readonly clockBlocks: boolean;
  readonly waitsMs: readonly number[];
  readonly validities: readonly Validity[];
  readonly commands: readonly Command[];
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

export const STOPS = 4;
const SLOTS = 2;

const some = fc.constantFrom;
/** The last stop is not given at first. */
const stop = some(1, 1, 1, 2, 2, 2, 3, 3, 3, 4);
const slot = fc.integer({ min: 0, max: SLOTS - 1 });
const asks = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Purpose>('hand-over') },
  { weight: 1, arbitrary: fc.constant<Purpose>('override') },
);
const diesBefore = (places: number) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat({ max: places }) },
  );
/** A code that is tried and an entry have ten places; the entry about the clock has six more. */
const dies = diesBefore(12);
const validity: fc.Arbitrary<Validity> = fc.record({
  opensIn: some(-HOUR, -HOUR, -HOUR, HOUR),
  lasts: some(2 * HOUR, 12 * HOUR, 48 * HOUR),
  attempts: some(2, 3, 5),
});

/** The right code more often than not. */
const shownAt = (at: number, asked: Purpose): fc.Arbitrary<Shown> => {
  const code = (customer: fc.Arbitrary<number>, purpose: fc.Arbitrary<Purpose>, older: number[]) =>
    fc.record({
      is: fc.constant('code' as const),
      customer,
      purpose,
      older: some(...older),
      qr: fc.boolean(),
    });
  return fc.oneof(
    { weight: 12, arbitrary: code(fc.constant(at), fc.constant(asked), [0]) },
    { weight: 6, arbitrary: code(stop, asks, [0, 0, 1]) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('label' as const), customer: stop }) },
    {
      weight: 3,
      arbitrary: fc.record({
        is: some('mistyped' as const, 'unreadable', 'unknown-label', 'unknown-qr'),
      }),
    },
  );
};

const place = fc.record({
  stop,
  isOpen: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  asks,
});
const scan = place.chain(({ stop: at, isOpen, asks: asked }) =>
  fc.record({
    do: fc.constant('scan' as const),
    stop: fc.constant(isOpen ? at : null),
    opened: some('touch' as const, 'touch' as const, 'label' as const),
    asks: fc.constant(asked),
    shown: shownAt(at, asked),
    twice: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
    dies,
  }),
);
const type = place.chain(({ stop: at, asks: asked }) =>
  fc.record({
    do: fc.constant('type' as const),
    stop: fc.constant(at),
    asks: fc.constant(asked),
    shown: shownAt(at, asked),
    dies,
  }),
);
const cut = fc.option(
  fc.record({ request: fc.nat({ max: 5 }), lost: some('request' as const, 'answer' as const) }),
  { freq: 2 },
);
const scans = fc.option(
  stop.chain((at) => shownAt(at, 'hand-over')),
  { freq: 1 },
);
const turns = [SECOND, 3 * MINUTE, HOUR, DAY, 30 * DAY, YEAR, 10 * YEAR];
const offset = fc.oneof(fc.constant(0), some(...turns.flatMap((by) => [by, -by])));
const off = some(-SECOND, -1, 0, 1, SECOND);
const only = <T extends string>(name: T) => fc.constant(name);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 24, arbitrary: scan },
  { weight: 8, arbitrary: type },
  {
    weight: 3,
    arbitrary: fc.record({
      do: only('except'),
      stop,
      outcome: some(...exceptionOutcome.options),
      dies,
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: only('dock'), cut, scans, dies: diesBefore(30) }) },
  { weight: 5, arbitrary: fc.record({ do: only('restart'), machine: fc.boolean(), dies }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: only('pass'),
      ms: some(1, 29_999, 30_000, 5 * MINUTE, 5 * MINUTE, HOUR, 6 * HOUR),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: only('pass-to'),
      edge: some('opens', 'opens', 'closes', 'wait', 'wait', 'wait', 'lease'),
      stop,
      off,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: only('turn'), offset }) },
  { weight: 5, arbitrary: fc.record({ do: some('issue', 'withdraw', 'give'), stop, validity }) },
  { weight: 7, arbitrary: fc.record({ do: only('copy'), slot }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: only('put-back'),
      slot: fc.oneof(slot, only('newest')),
      keychain: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
      online: fc.boolean(),
    }),
  },
);

/** What chance alone would hardly put in a row. */
const episode: fc.Arbitrary<readonly Command[]> = fc.oneof(
  // Wrong codes at one stop, each after the wait that the last one brought.
  fc
    .record({ at: stop, asked: asks, times: fc.integer({ min: 1, max: 5 }), off })
    .map(({ at, asked, times, off: by }) =>
      Array.from({ length: times }).flatMap((_, i): Command[] => [
        {
          ...{ do: 'type', stop: at, asks: asked, dies: null },
          shown: { is: 'code', customer: at + 1, purpose: asked, older: 0, qr: false },
        },
        { do: 'pass-to', edge: 'wait', stop: at, off: i + 1 < times ? 0 : by },
      ]),
    ),
  // The machine starts again with another wall clock, and the right code is shown.
  fc
    .record({ at: stop, asked: asks, by: offset, dies })
    .map(({ at, asked, by, dies: places }): Command[] => [
      { do: 'turn', offset: by },
      { do: 'restart', machine: true, dies: null },
      {
        ...{ do: 'type', stop: at, asks: asked, dies: places },
        shown: { is: 'code', customer: at, purpose: asked, older: 0, qr: false },
      },
    ]),
  // A copy is taken, something is shown, the copy is put back.
  fc
    .record({ slot, shown: scan, online: fc.boolean() })
    .map(({ slot: to, shown, online }): Command[] => [
      { do: 'copy', slot: to },
      shown,
      { do: 'put-back', slot: to, keychain: false, online },
      { do: 'put-back', slot: 'newest', keychain: false, online },
    ]),
);
const one = command.map((only): readonly Command[] => [only]);

/** Any history of a terminal that has docked once and has all of its stops but one. */
export const histories = (longest: number): fc.Arbitrary<History> =>
  fc.record({
    leaseMs: some(2 * HOUR, 36 * HOUR),
    clockBlocks: fc.boolean(),
    waitsMs: some([0], [0, 30 * SECOND, 5 * MINUTE, HOUR]),
    validities: fc.tuple(validity, validity, validity, validity),
    commands: fc
      .array(fc.oneof({ weight: 12, arbitrary: one }, { weight: 1, arbitrary: episode }), {
        ...{ minLength: 1, maxLength: longest, size: 'max' },
      })
      .map((parts) => parts.flat()),
  });
