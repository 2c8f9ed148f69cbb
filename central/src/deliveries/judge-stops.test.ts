import { describe, expect, it } from 'vitest';
import type { DeliveryId, ParcelLabel } from '../../../shared/protocol/ids.ts';
import { judgeStops } from './judge-stops.ts';
import { makeMadeRows } from './made-rows.ts';
import { makePlaces } from './places.ts';

const id = (n: number): DeliveryId =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as DeliveryId;
const stop = (line: number, label: string, more: object = {}) => ({
  line,
  place: `R ${line}`,
  parcels: [label as ParcelLabel],
  placeRow: null,
  placeTaken: null,
  ...more,
});
const nobody = () => null;
const codes = ({ problems }: { problems: readonly { line: number; code: string }[] }) =>
  problems.map(({ line, code }) => `${line} ${code}`);

describe('stops that want the same', () => {
  it('are made for the first of them, whatever they want', () => {
    const judged = judgeStops(
      [stop(2, 'A'), stop(3, 'A'), stop(4, 'B', { place: 'R 2' }), stop(5, 'C')],
      [],
      nobody,
    );
    expect(codes(judged)).toEqual(['3 label-twice', '4 position-twice']);
    expect(judged.accepted.map(({ line }) => line)).toEqual([2, 5]);
  });

  it('take nothing from others if they cannot be made themselves', () => {
    const judged = judgeStops([stop(2, 'A', { placeRow: 1 }), stop(3, 'A')], [], nobody);
    expect(codes(judged)).toEqual(['2 position-twice']);
    expect(judged.accepted.map(({ line }) => line)).toEqual([3]);
  });
});

describe('deliveries that are over', () => {
  const over = { delivery: id(1), isOver: true };

  it('end for a stop that has their label, and give up their place', () => {
    const judged = judgeStops(
      [stop(2, 'A'), stop(3, 'B', { placeTaken: id(1) })],
      [{ stop: 0, ...over }],
      nobody,
    );
    expect(codes(judged)).toEqual([]);
    expect([...judged.ending]).toEqual([id(1)]);
  });

  it('do not end for a stop that cannot be made', () => {
    const judged = judgeStops(
      [stop(2, 'A', { placeRow: 1 }), stop(3, 'B', { placeTaken: id(1) })],
      [{ stop: 0, ...over }],
      nobody,
    );
    expect(codes(judged)).toEqual(['2 position-twice', '3 position-taken']);
    expect(judged.ending.size).toBe(0);
  });

  it('are told from open ones, and those of the file from older ones', () => {
    const held = [
      { stop: 0, delivery: id(1), isOver: false },
      { stop: 1, delivery: id(2), isOver: false },
    ];
    const judged = judgeStops([stop(9, 'A'), stop(10, 'B')], held, (delivery) =>
      delivery === id(2) ? 4 : null,
    );
    expect(codes(judged)).toEqual(['9 label-in-use', '10 label-twice']);
    expect(judged.problems[1]?.reason).toMatch('Row 4 ');
  });
});

it('the row of a delivery is known, among very many', () => {
  const rows = makeMadeRows();
  for (let n = 0; n < 70_000; n++) rows.add(id(n), n + 2);
  for (const n of [0, 1, 255, 256, 65_535, 65_536, 69_999]) expect(rows.lineOf(id(n))).toBe(n + 2);
  expect(rows.lineOf(id(70_000))).toBeNull();
});

it('the row of a place is known, however far behind it is', () => {
  const places = makePlaces();
  for (const position of [1, 64, 65, 100_000]) places.take(position, position + 1);
  expect([1, 64, 65, 100_000].map(places.lineAt)).toEqual([2, 65, 66, 100_001]);
  expect([2, 63, 99_999, 200_000].map(places.lineAt)).toEqual([null, null, null, null]);
});
