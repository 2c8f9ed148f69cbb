import { assertNever } from '../../shared/assert-never.ts';
/** What is put back in the place of what is there. */
export const KINDS = [
  'database',
  'wal',
  'page',
  'database-and-wal',
  'database-and-anchor',
  'profile',
  'fork',
  /** Nothing: a second process goes on beside the first, on a copy, with the same keychain. */
  'twins',
  /** The head in the keychain alone, which has forgotten what came after: no old copy. */
  'anchor',
  /** Nothing: the profile and its keychain have followed the user to another machine. */
  'other-machine',
] as const;
/** When the copy was taken. */
export const POINTS = [
  'start',
  'after-pull',
  'before-acceptance',
  'after-acceptance',
  'after-wrong-code',
  'after-dock',
] as const;
/** What happened between the copy and its return. */
export const LATER = ['acceptance', 'wrong-code', 'dock', 'several'] as const;

export type Kind = (typeof KINDS)[number];
export type Point = (typeof POINTS)[number];
export type Later = (typeof LATER)[number];

/** One cell of the matrix. */
export type Cell = { readonly kind: Kind; readonly point: Point; readonly later: Later };

export const nameOf = ({ kind, point, later }: Cell): string =>
  `${kind} of ${point}, put back after ${later}`;

/** Every cell. */
export const MATRIX: readonly Cell[] = KINDS.flatMap((kind) =>
  POINTS.flatMap((point) => LATER.map((later) => ({ kind, point, later }))),
);

/** So many cells in a random order, the matrix again and again if it has fewer. */
export const chooseCells = (runs: number, random: () => number): readonly Cell[] => {
  const chosen: Cell[] = [];
  while (chosen.length < runs) {
    const round = MATRIX.map((cell) => ({ cell, order: random() }));
    round.sort((a, b) => a.order - b.order);
    chosen.push(...round.map(({ cell }) => cell));
  }
  return chosen.slice(0, runs);
};

/** What a terminal does at one step; numbers are positions of stops. */
export type Act =
  | { readonly do: 'dock' }
  | { readonly do: 'refuse' }
  | { readonly do: 'accept'; readonly stop: number }
  | { readonly do: 'wrong'; readonly stop: number };

const dock: Act = { do: 'dock' };
const accept = (stop: number): Act => ({ do: 'accept', stop });
const wrong = (stop: number): Act => ({ do: 'wrong', stop });

/** What leads to the copy, after enrolment. */
export const UNTIL: Readonly<Record<Point, readonly Act[]>> = {
  start: [],
  'after-pull': [dock],
  'before-acceptance': [dock, { do: 'refuse' }],
  'after-acceptance': [dock, accept(1)],
  'after-wrong-code': [dock, wrong(2)],
  'after-dock': [dock, accept(1), dock],
};

/** What happens after it. A terminal that was copied before its first docking docks first. */
export const actsAfter = ({ point, later }: Cell): readonly Act[] => {
  const first = point === 'start' ? [dock] : [];
  switch (later) {
    case 'acceptance':
      return [...first, accept(3)];
    case 'wrong-code':
      return [...first, wrong(3)];
    case 'dock':
      return [...first, dock];
    case 'several':
      return [...first, accept(3), wrong(2), dock, accept(4)];
    default:
      return assertNever(later);
  }
};

/** How many stops the acts take. */
export const STOPS = 4;
