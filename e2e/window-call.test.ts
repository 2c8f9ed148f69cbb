import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { NO_DEPOT } from '../shared/terminal/view/view.ts';
import { SIZES } from './screens/look.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { open, window } = windowForTests();

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

const read = async () => {
  const picture = await window.page.locator('.call-qr:visible').screenshot();
  const [symbol] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
  return symbol?.text;
};

test.each(SIZES)('at $width×$height a telephone dials from the screen', async (size) => {
  await window.resize(size);
  for (const name of ['refused-locked-until', 'refused-revoked'] as const) {
    await open(SCREENS[name]);
    expect(await read(), name).toBe('tel:+493012345678');
    const panel = window.page.locator('.call-panel:visible');
    expect(await panel.textContent()).toContain('+493012345678');
    expect(await panel.textContent()).toContain('Handheld 7');
  }
});

test('whom to call is among the details for the phone as well', async () => {
  await open(SCREENS['refused-mistyped']);
  expect(await window.page.locator('.call-panel:visible').count()).toBe(0);
  await window.page.locator('.phone-details summary').click();
  expect(await read()).toBe('tel:+493012345678');
});

test('a depot without a number shows none, and no empty place for it', async () => {
  await window.showView({ ...viewOf(SCREENS['refused-revoked']), depot: NO_DEPOT });
  expect(await window.page.locator('.call-panel').count()).toBe(0);
});
