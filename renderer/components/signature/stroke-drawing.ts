import type { Strokes } from '../../../shared/protocol/outcome.ts';
import { MAX_POINTS } from '../../../shared/protocol/plain-values.ts';

/** The most strokes that a signature has; the form of `strokes` in shared/protocol/outcome.ts says so, too. */
export const MAX_STROKES = 64;

type Stroke = Strokes[number];
export type Point = Stroke[number];

/** In thousandths of the field's width. Closer than this, two points are one: a line is as wide. */
const LEAST_STEP = 4;
/** How far from what was drawn a line may run once its stroke is done: less than anybody sees. */
const FINE = 2;
/** How far, when room is short: first so far, then further. */
const COARSE = [4, 7] as const;

/**
 * Where a pointer is in the field, in thousandths of the field's width; one that has left the field
 * is at its edge. The arguments are in CSS pixels.
 */
export const pointIn = (
  field: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  pointer: { readonly clientX: number; readonly clientY: number },
): Point => {
  const within = (from: number, length: number) => {
    const last = Math.min(999, Math.ceil((length / field.width) * 1000) - 1);
    return Math.max(0, Math.min(last, Math.floor((from / field.width) * 1000)));
  };
  return [
    within(pointer.clientX - field.left, field.width),
    within(pointer.clientY - field.top, field.height),
  ];
};

export const pointCount = (drawn: Strokes): number =>
  drawn.reduce((sum, { length }) => sum + length, 0);

/** No stroke can be begun any more. */
export const isFull = (drawn: Strokes): boolean =>
  drawn.length >= MAX_STROKES || pointCount(drawn) >= MAX_POINTS;

/** How far a point is from the straight line between two others. */
const distance = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
};

/**
 * The points of a stroke that its form needs (Ramer, Douglas and Peucker): the line through them
 * passes every other one within the tolerance. The first and the last always stay.
 */
export const thin = (stroke: Stroke, tolerance: number): Stroke => {
  const kept = new Set([0, stroke.length - 1]);
  const spans: [number, number][] = [[0, stroke.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [first, last] = span;
    const [from, to] = [stroke[first], stroke[last]];
    if (from === undefined || to === undefined) continue;
    let farthest = { at: -1, away: tolerance };
    for (let at = first + 1; at < last; at++) {
      const away = distance(stroke[at] ?? from, from, to);
      if (away > farthest.away) farthest = { at, away };
    }
    if (farthest.at === -1) continue;
    kept.add(farthest.at);
    spans.push([first, farthest.at], [farthest.at, last]);
  }
  return stroke.filter((_, at) => kept.has(at));
};

/** A pointer has come down. Nothing changes if there is no more room. */
export const beginStroke = (drawn: Strokes, point: Point): Strokes =>
  isFull(drawn) ? drawn : [...drawn, [point]];

/** The pointer has moved: the last stroke grows, and all of them are thinned out if room is short. */
export const extendStroke = (drawn: Strokes, point: Point): Strokes => {
  const last = drawn.at(-1);
  const before = last?.at(-1);
  if (last === undefined || before === undefined) return drawn;
  if (Math.hypot(point[0] - before[0], point[1] - before[1]) < LEAST_STEP) return drawn;
  const longer = [...drawn.slice(0, -1), [...last, point]];
  if (pointCount(longer) <= MAX_POINTS) return longer;
  for (const tolerance of COARSE) {
    const thinner = longer.map((stroke) => thin(stroke, tolerance));
    if (pointCount(thinner) < MAX_POINTS) return thinner;
  }
  return drawn;
};

/** The pointer has gone: the last stroke keeps the points that its form needs. */
export const endStroke = (drawn: Strokes): Strokes => {
  const last = drawn.at(-1);
  return last === undefined ? drawn : [...drawn.slice(0, -1), thin(last, FINE)];
};
