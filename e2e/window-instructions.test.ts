import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { en } from '../renderer/i18n/en.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { SCREENS } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { armed, open, press, window } = windowForTests();
const { delivery } = SCREENS['door-instructions'].stop;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

test('stand before the code, are put away by one touch, and are one touch away', async () => {
  await open(SCREENS['door-instructions']);
  await armed();
  expect(await window.page.locator('.keypad').count()).toBe(0);
  await press(en.instructions.toCode);
  expect(await window.takeAsked()).toEqual([
    { channel: 'instructions/show', input: { delivery, shown: false } },
  ]);
  await open(SCREENS['door-instructed']);
  await press(en.instructions.open);
  expect(await window.takeAsked()).toEqual([
    { channel: 'instructions/show', input: { delivery, shown: true } },
  ]);
});

test('begin where they can be read, however long they are (A11)', async () => {
  const screen = SCREENS['door-instructions-long'];
  if (screen.instructions === null) throw new Error('no instructions');
  const instructions = { ...screen.instructions, note: 'W'.repeat(200) };
  for (const size of SIZES) {
    await window.resize(size);
    await open({ ...screen, instructions });
    const [body, note] = await Promise.all(
      ['.instructions-body', 'h1'].map((part) => window.page.locator(part).boundingBox()),
    );
    expect(note?.y).toBeGreaterThanOrEqual(body?.y ?? Number.POSITIVE_INFINITY);
  }
});

test('take no key for a character of the code, and lead back to the route', async () => {
  await open(SCREENS['door-instructions']);
  await window.page.keyboard.type('K7Q');
  expect(await window.takeAsked()).toEqual([]);
  await window.page.keyboard.press('Escape');
  expect(await window.takeAsked()).toEqual([{ channel: 'stop/close', input: {} }]);
});

test.each(SIZES)(
  'at $width×$height a telephone dials the customer from the screen',
  async (size) => {
    await window.resize(size);
    await open(SCREENS['door-instructions']);
    await press(/Call the customer/);
    expect(
      await lookAt(window, 'instructions-call', { picture: pictureOf('call', size, 'en') }),
    ).toEqual([]);
    const picture = await window.page.locator('.call-qr:visible').screenshot();
    const [symbol] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
    expect(symbol?.text).toBe('tel:+493045678901');
    expect(await window.page.locator('.instructions-number').textContent()).toBe('+493045678901');
    await window.page.locator('.step-back').click();
    await window.page.locator('.instructions-note').waitFor();
    expect(await window.takeAsked()).toEqual([]);
  },
);

test('show no number where the terminal was given none', async () => {
  await open(SCREENS['door-instructions-note']);
  expect(await window.page.getByText(en.instructions.call).count()).toBe(0);
});

test('lead to the signature that is needed, in one touch', async () => {
  await open(SCREENS['door-instructions']);
  await press(/Signature/);
  await window.page.locator('.signature').waitFor();
  await window.takeAsked();
  expect(window.lastDraft()?.input['draft']).toMatchObject({
    shown: 'hand-over',
    handOver: { step: 'signature' },
  });
});

test.each([
  ['door-unsigned', en.question.sign, 'finish'],
  ['door-unsigned', en.question.without, 'hand-over'],
  ['door-unsigned-refused', en.question.sign, 'finish'],
  ['door-not-allowed', en.question.chooseAgain, 'finish'],
  ['door-not-allowed', en.question.toCustomer, 'drop'],
] as const)('of %s, ‘%s’ is the answer %s', async (screen, button, answer) => {
  await open(SCREENS[screen]);
  await press(button);
  expect(await window.takeAsked()).toEqual([
    { channel: 'question/answer', input: { delivery, answer } },
  ]);
});

test('leave no way round a signature that is needed', async () => {
  await open(SCREENS['door-unsigned-refused']);
  expect(await window.page.getByRole('button', { name: en.question.without }).count()).toBe(0);
});

test('leave only those to choose who may take the parcels', async () => {
  await open(SCREENS['door-recipients']);
  const choices = window.page.locator('.hand-over-recipient');
  const outcomes = () =>
    choices.evaluateAll((all) => all.map((each) => each.getAttribute('data-outcome')));
  expect(await outcomes()).toEqual(['customer', 'household', 'safe-place']);
  await open(SCREENS['door-recipients-one']);
  expect(await outcomes()).toEqual(['customer']);
});

test('give the places as buttons, and none to be written', async () => {
  await open(SCREENS['door-places']);
  expect(await window.page.getByRole('textbox').count()).toBe(0);
  await press('Garden shed');
  await window.takeAsked();
  expect(window.lastDraft()?.input['draft']).toMatchObject({
    handOver: { to: 'safe-place', where: 'Garden shed', step: 'details' },
  });
});
