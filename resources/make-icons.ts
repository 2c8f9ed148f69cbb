// Makes the pictures that packages take from resources/icon.svg and resources/packaging/support.svg:
// `KERBSIDE_ELECTRON=…/electron node resources/make-icons.ts`, after a build. Chromium draws them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow } from '../e2e/screens/open-window.ts';

const SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512] as const;
const IN_ICO: readonly number[] = [16, 24, 32, 48, 64, 128, 256];
const here = import.meta.dirname;

const draw = async (page: Page, svg: string, size: number): Promise<Buffer> => {
  const url = await page.evaluate(
    async ([source, side]) => {
      const image = new Image();
      image.src = `data:image/svg+xml;base64,${btoa(source)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = side;
      canvas.height = side;
      canvas.getContext('2d')?.drawImage(image, 0, 0, side, side);
      return canvas.toDataURL('image/png');
    },
    [svg, size] as const,
  );
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
};

/** An ICO file of PNG pictures: a table of sizes and places, then the pictures. */
const icoOf = (pictures: readonly (readonly [size: number, png: Buffer])[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let place = head.length;
  for (const [index, [size, png]] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(place, at + 12);
    place += png.length;
  }
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
};

const window = await openWindow('en');
try {
  // A page without the app's policy, which forbids pictures from data.
  await window.page.goto('about:blank');
  for (const name of ['icon', 'support'] as const) {
    const folder = name === 'icon' ? here : path.join(here, 'packaging');
    const svg = readFileSync(path.join(folder, `${name}.svg`), 'latin1');
    const pictures: (readonly [number, Buffer])[] = [];
    for (const size of SIZES) pictures.push([size, await draw(window.page, svg, size)]);
    const out = path.join(here, 'packaging', 'icons');
    writeFileSync(
      path.join(out, `${name}.ico`),
      icoOf(pictures.filter(([s]) => IN_ICO.includes(s))),
    );
    for (const [size, png] of pictures) {
      if (name === 'icon') writeFileSync(path.join(out, `${size}x${size}.png`), png);
      if (size === 512) writeFileSync(path.join(folder, `${name}.png`), png);
    }
  }
} finally {
  await window.close();
}
