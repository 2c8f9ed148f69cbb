import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { barsOf, drawSheet, type Label, SHEETS } from './scanner-labels.ts';

const folder = path.join(import.meta.dirname, '..', 'docs', 'scanner-labels');
const printed = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer },
    fireImmediately: true,
  });
});

/** The bars of one label of a sheet as they are printed: from where, and how wide, in modules. */
const printedBars = (svg: string, index: number): readonly (readonly [number, number])[] => {
  const group = new RegExp(`<g data-label="${index}"[^>]*>([^]*?)</g>`).exec(svg)?.[1] ?? '';
  return [...group.matchAll(/<rect x="(\d+)" width="(\d+)"/g)].map(([, x, width]) => [
    Number(x),
    Number(width),
  ]);
};

const SCALE = 3;
const QUIET = 10;
const ROWS = 60;

/** A picture of bars with the quiet zone around that the standard asks for. */
const picture = (bars: readonly (readonly [number, number])[]): ImageData => {
  const modules = Math.max(0, ...bars.map(([x, width]) => x + width));
  const width = (modules + 2 * QUIET) * SCALE;
  const data = new Uint8ClampedArray(width * ROWS * 4).fill(255);
  for (const [x, wide] of bars) {
    for (let row = 0; row < ROWS; row++) {
      const from = (row * width + (QUIET + x) * SCALE) * 4;
      for (let at = from; at < from + wide * SCALE * 4; at++) if (at % 4 !== 3) data[at] = 0;
    }
  }
  return { data, width, height: ROWS, colorSpace: 'srgb' } as ImageData;
};

const read = async (image: ImageData) => {
  const found = await readBarcodes(image, { formats: ['Code128'], tryHarder: true });
  return found.map(({ format, text, readerInit }) => ({ format, text, readerInit }));
};

test('every sheet is there, and is what is drawn today', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(SHEETS)
      .map((name) => `${name}.svg`)
      .sort(),
  );
  for (const [name, sheet] of Object.entries(SHEETS)) {
    expect(printed(`${name}.svg`)).toBe(drawSheet(sheet));
  }
});

const labels = Object.entries(SHEETS).flatMap(([name, sheet]) =>
  sheet.labels.map((label, index): [string, number, Label] => [name, index, label]),
);

test.each(labels)(
  '%s %i is read by another decoder, as a command to the reader',
  async (name, index, label) => {
    expect(await read(picture(printedBars(printed(`${name}.svg`), index)))).toEqual([
      { format: 'Code128', text: label.content, readerInit: true },
    ]);
  },
);

test('what is drawn without FNC3 would be seen: it is no command', async () => {
  const [, , label] = labels[0] as (typeof labels)[number];
  const bars = barsOf(label, 'first');
  // FNC3 is the symbol behind the start, six elements of it, and is weighed in the check symbol.
  const without = [...bars.slice(0, 6), ...bars.slice(12)];
  let at = 0;
  const rects = without.flatMap((width, turn): (readonly [number, number])[] => {
    const x = at;
    at += width;
    return turn % 2 === 0 ? [[x, width]] : [];
  });
  expect(await read(picture(rects))).toEqual([]);
});
