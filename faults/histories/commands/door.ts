import fc from 'fast-check';
import { type ExceptionOutcome, exceptionOutcome } from '../../../shared/protocol/outcome.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import { asks, type Dies, dies, type Shown, shownAt, some, stop } from './shown.ts';

/** What a driver does who is asked before a code is judged. */
export type Replies = {
  readonly unscanned: 'hand-over' | 'keep' | 'scan' | 'leave';
  readonly unfinished: 'finish' | 'drop';
};

/** What a driver begins to say about a hand-over, or a stop that ends without a code. */
export type Written = {
  readonly of: 'neighbour' | 'safe-place' | 'part' | 'nobody' | 'exception';
  /** It stands complete on the screen, is left behind the door, or 'Done' is touched. */
  readonly is: 'stands' | 'left' | 'done';
};

export type DoorCommand =
  /** Something is shown at a stop that was opened by touch or by its label, or with none open. */
  | ({
      readonly do: 'scan';
      readonly stop: number | null;
      readonly opened: 'touch' | 'label';
      readonly asks: Purpose;
      readonly shown: Shown;
      /** The scanner reads it twice before the first is judged. */
      readonly twice: boolean;
    } & Replies &
      Dies)
  | ({
      readonly do: 'type';
      readonly stop: number;
      readonly asks: Purpose;
      readonly shown: Shown;
    } & Replies &
      Dies)
  | ({ readonly do: 'write'; readonly stop: number } & Written & Dies)
  | ({ readonly do: 'except'; readonly stop: number; readonly outcome: ExceptionOutcome } & Dies)
  /** The exception that was recorded so many before the last is taken back. */
  | ({ readonly do: 'undo'; readonly before: number } & Dies)
  /** A search of the route. */
  | {
      readonly do: 'look';
      readonly search: string;
      readonly filter: 'all' | 'open' | 'done';
    };

const replies = {
  unscanned: some('hand-over' as const, 'hand-over', 'keep', 'scan', 'scan', 'leave'),
  unfinished: some('finish' as const, 'drop'),
};
const place = fc.record({
  stop,
  isOpen: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  asks,
});
export const scan = place.chain(({ stop: at, isOpen, asks: asked }) =>
  fc.record({
    do: fc.constant('scan' as const),
    stop: fc.constant(isOpen ? at : null),
    opened: some('touch' as const, 'touch' as const, 'label' as const),
    asks: fc.constant(asked),
    shown: shownAt(at, asked),
    twice: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
    ...replies,
    dies,
  }),
);
export const type = place.chain(({ stop: at, asks: asked }) =>
  fc.record({
    do: fc.constant('type' as const),
    stop: fc.constant(at),
    asks: fc.constant(asked),
    shown: shownAt(at, asked),
    ...replies,
    dies,
  }),
);
export const write = fc.record({
  do: fc.constant('write' as const),
  stop,
  of: some('neighbour' as const, 'neighbour', 'safe-place', 'part', 'nobody', 'exception'),
  is: some('stands' as const, 'stands', 'left', 'done'),
  dies,
});
export const except = fc.record({
  do: fc.constant('except' as const),
  stop,
  outcome: some(...exceptionOutcome.options),
  dies,
});
export const undo = fc.record({
  do: fc.constant('undo' as const),
  before: some(0, 0, 0, 1),
  dies,
});
export const look = fc.record({
  do: fc.constant('look' as const),
  search: some('', 'fidi', 'OKAFOR', 'berg 27', 'müller', 'nobody at all'),
  filter: some('all' as const, 'open', 'done'),
});

const PLAINLY = { unscanned: 'scan', unfinished: 'drop' } as const;

/** What a customer's token shows, typed at a door. */
export const typedToken = (at: number, ago: number): DoorCommand => ({
  ...{ do: 'type', stop: at, asks: 'hand-over', dies: null, ...PLAINLY },
  shown: { is: 'token', ago },
});

/** A customer's code, typed at a door by a driver who scans what is missing and drops drafts. */
export const typed = (
  at: number,
  purpose: Purpose,
  customer: number,
  more: { readonly dies?: number | null; readonly older?: number } = {},
): DoorCommand & { readonly do: 'type' } => ({
  ...{ do: 'type', stop: at, asks: purpose, dies: more.dies ?? null, ...PLAINLY },
  shown: { is: 'code', customer, purpose, older: more.older ?? 0, qr: false },
});
