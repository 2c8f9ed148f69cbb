import { describe, expect, it } from 'vitest';
import type { ImportRow } from '../../api/imports.ts';
import { countRows, mayBeMeant } from './count-rows.ts';

const row = (codes: readonly string[], more: Partial<ImportRow> = {}): ImportRow => ({
  line: 2,
  cells: [],
  problems: codes.map((code) => ({ line: 2, column: null, code, reason: '' })),
  mended: false,
  leftOut: false,
  meant: false,
  ...more,
});

describe('a row whose parcel was out on that day already', () => {
  it('needs somebody, until one says that it is meant', () => {
    const report = { rows: 3, refused: 1 };
    expect(countRows(report, [row(['label-tried'])])).toEqual({ open: 1, more: 0, good: 2 });
    const meant = row(['label-tried'], { meant: true });
    expect(countRows(report, [meant])).toEqual({ open: 0, more: 0, good: 3 });
  });

  it('cannot be meant while something else is wrong with it', () => {
    expect(mayBeMeant(row(['label-delivered']))).toBe(true);
    expect(mayBeMeant(row(['label-delivered', 'label-in-use']))).toBe(false);
    const both = row(['label-delivered', 'position-taken'], { meant: true });
    expect(countRows({ rows: 1, refused: 1 }, [both]).open).toBe(1);
  });
});
