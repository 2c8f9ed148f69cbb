import { expect, it } from 'vitest';
import { drawQr } from './draw-qr.ts';

const FINDER = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];

it('draws a pass as text of the alphanumeric mode, so that it stays small', async () => {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const text = `KP1:${Array.from({ length: 321 }, (_, i) => alphabet[(i * 7 + 3) % 45]).join('')}`;
  const lines = (await drawQr(text)).split('\n');
  // 61 modules and the quiet zone on both sides; as bytes it would be 77.
  expect(lines).toHaveLength(Math.ceil((61 + 8) / 2));
});

it('draws dark modules on light, with a quiet zone, two to a character', async () => {
  const drawn = await drawQr('KE1/token/fingerprint/https://central.example');
  const rows = drawn.split('\n').flatMap((line) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
    const blocks = [...line.replace(/\u001b\[[0-9;]*m/g, '')];
    const half = (light: string): string =>
      blocks.map((block) => (`█${light}`.includes(block) ? '.' : '#')).join('');
    return [half('▀'), half('▄')];
  });
  expect(rows[3]).toMatch(/^\.+$/);
  expect(rows.slice(4, 11).map((row) => row.slice(4, 11))).toEqual(FINDER);
  expect(rows.slice(4, 11).map((row) => row.slice(-11, -4))).toEqual(FINDER);
});
