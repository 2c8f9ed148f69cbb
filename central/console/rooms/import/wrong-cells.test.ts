import { expect, test } from 'vitest';
import { wrongCells } from './wrong-cells.ts';

const COLUMNS = ['route', 'customer', 'phone', 'arrival', 'not_before', 'not_after'];
const placeOf = new Map(COLUMNS.map((name, at) => [name, at]));
const row = (...problems: { readonly column: string | null; readonly code: string }[]) => ({
  cells: COLUMNS,
  problems,
});

test('each cell that a problem may come from is offered', () => {
  const reversed = row({ column: 'not_after', code: 'validity-reversed' });
  expect(wrongCells(reversed, placeOf)).toEqual([4, 5]);
  const outside = row({ column: 'arrival', code: 'arrival-outside' });
  expect(wrongCells(outside, placeOf)).toEqual([3, 4, 5]);
});

test('a mistake that comes up after another was mended is offered beside it', () => {
  const phone = row({ column: 'phone', code: 'not-a-phone-number' });
  const shown = wrongCells(phone, placeOf);
  expect(shown).toEqual([2]);
  const outside = row({ column: 'arrival', code: 'arrival-outside' });
  expect(wrongCells(outside, placeOf, shown)).toEqual([2, 3, 4, 5]);
  expect(wrongCells(row(), placeOf, shown)).toEqual([2]);
});

test('where a problem names no cell, all are offered', () => {
  const count = row({ column: null, code: 'field-count' });
  expect(wrongCells(count, placeOf)).toEqual([0, 1, 2, 3, 4, 5]);
});
