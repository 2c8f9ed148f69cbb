import { expect, test } from 'vitest';
import { type Strokes, strokes } from '../../../shared/protocol/outcome.ts';
import { MAX_POINTS } from '../../../shared/protocol/plain-values.ts';
import {
  beginStroke,
  endStroke,
  extendStroke,
  isFull,
  MAX_STROKES,
  type Point,
  pointCount,
  pointIn,
  thin,
} from './stroke-drawing.ts';

const draw = (drawn: Strokes, [first, ...rest]: readonly Point[]): Strokes =>
  first === undefined ? drawn : endStroke(rest.reduce(extendStroke, beginStroke(drawn, first)));

/** Loops from left to right, as handwriting has them, sampled as finely as a screen does. */
const loops = (count: number, samples: number, size = 90): Point[] =>
  Array.from({ length: samples }, (_, index) => {
    const along = index / samples;
    const turn = along * count * 2 * Math.PI;
    return [
      Math.round(100 + along * 800 + size * Math.sin(turn)),
      Math.round(220 + size * Math.cos(turn)),
    ];
  });

const awayFrom = ([x, y]: Point, line: readonly Point[]): number =>
  Math.min(
    ...line.slice(1).map(([bx, by], index) => {
      const [ax, ay] = line[index] ?? [bx, by];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
      const share = Math.max(0, Math.min(1, along));
      return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
    }),
  );

test('points are thousandths of the width, and those outside are at the edge', () => {
  const field = { left: 16, top: 100, width: 448, height: 224 };
  const at = (clientX: number, clientY: number) => pointIn(field, { clientX, clientY });
  expect(at(16, 100)).toEqual([0, 0]);
  expect(at(240, 212)).toEqual([500, 250]);
  expect(at(-900, 5_000)).toEqual([0, 499]);
  expect(at(5_000, -900)).toEqual([999, 0]);
});

test('a straight line is its two ends', () => {
  const line = Array.from({ length: 200 }, (_, index): Point => [index * 4, index * 2]);
  expect(thin(line, 2)).toEqual([line.at(0), line.at(-1)]);
});

test('a thinned line runs where it was drawn', () => {
  const drawn = loops(6, 900);
  const thinned = thin(drawn, 2);
  expect(thinned.length).toBeLessThan(drawn.length / 3);
  for (const point of drawn) expect(awayFrom(point, thinned)).toBeLessThanOrEqual(2);
});

test('a touch is a point, and a finger that rests adds none', () => {
  const still: Point[] = [
    [500, 200],
    [501, 200],
    [500, 202],
  ];
  expect(draw([], still)).toEqual([[[500, 200]]]);
});

test('a normal signature fits, with room left', () => {
  let drawn: Strokes = [];
  drawn = draw(drawn, loops(2, 400, 140));
  drawn = draw(drawn, loops(14, 1_500, 50));
  drawn = draw(drawn, loops(1, 300, 160));
  for (let dot = 0; dot < 4; dot++) drawn = draw(drawn, [[dot * 100, 60]]);
  expect(drawn.length).toBe(7);
  expect(pointCount(drawn)).toBeLessThan(MAX_POINTS / 2);
  expect(isFull(drawn)).toBe(false);
});

test('scribbling ends with a full field, of the form that the main process takes', () => {
  let drawn: Strokes = [];
  for (let turn = 0; turn < 40 && !isFull(drawn); turn++) {
    drawn = draw(drawn, loops(40, 1_200, 30 + turn));
    expect(strokes.safeParse(drawn).success).toBe(true);
  }
  expect(isFull(drawn)).toBe(true);
  expect(beginStroke(drawn, [1, 1])).toBe(drawn);
});

test('room that runs short thins out what is there before anything is left out', () => {
  let drawn: Strokes = beginStroke([], [100, 310]);
  const fine = loops(30, 3_000, 60);
  for (const point of fine) {
    drawn = extendStroke(drawn, point);
    expect(pointCount(drawn)).toBeLessThanOrEqual(MAX_POINTS);
  }
  expect(drawn.at(-1)?.at(-1)).toEqual(fine.at(-1));
});

test('more strokes than the form takes are not begun', () => {
  let drawn: Strokes = [];
  for (let dot = 0; dot < MAX_STROKES + 9; dot++) drawn = draw(drawn, [[dot * 10, 100]]);
  expect(drawn.length).toBe(MAX_STROKES);
  expect(isFull(drawn)).toBe(true);
  expect(strokes.safeParse(drawn).success).toBe(true);
});
