import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { particulars } from '../shared/protocol/outcome.ts';
import { MAX_POINTS } from '../shared/protocol/plain-values.ts';
import { SIGNED } from './screens/sample-stops.ts';
import { prepared, windowForTests } from './screens/window-for-tests.ts';

const { armed, done, handOver, openDoor, press, sign, window } = windowForTests();

const toSignature = async () => {
  await openDoor();
  await handOver('customer');
  await press('Signature');
};
const signature = async () => {
  await done();
  await window.page.getByRole('button', { name: 'Signature' }).waitFor();
  await done();
  const [asked] = await window.takeAsked();
  return particulars.parse(asked?.input['particulars']).strokes;
};

test('takes a signature in thousandths of the width, thinned out, and clears it', async () => {
  await toSignature();
  const field = window.page.getByRole('img');
  expect(await field.getAttribute('aria-label')).toBe(
    `${en.signature.field}: ${en.signature.empty}`,
  );
  await sign([[[100, 100]]]);
  await press('Clear');
  await window.page.getByRole('button', { name: en.signature.without }).waitFor();
  await sign();
  expect(await field.getAttribute('aria-label')).toBe(
    `${en.signature.field}: ${en.signature.drawn}`,
  );
  const drawn = await signature();
  expect(drawn.map((stroke) => stroke.length)).toEqual(SIGNED.map((stroke) => stroke.length));
  for (const [index, [x, y]] of drawn.flat().entries()) {
    const [wantedX, wantedY] = SIGNED.flat()[index] ?? [0, 0];
    expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(5);
  }
});

test('loses no stroke that leaves the field, and ends it where the finger is lifted', async () => {
  await toSignature();
  const { mouse } = window.page;
  const box = await window.page.locator('.signature-field').boundingBox();
  if (box === null) throw new Error('there is no field');
  await mouse.move(box.x + box.width / 2, box.y + 60);
  await mouse.down();
  await mouse.move(box.x + box.width / 2, box.y - 200, { steps: 5 });
  await mouse.move(box.x + box.width / 4, box.y - 200, { steps: 5 });
  await mouse.move(box.x + box.width / 4, box.y + 60, { steps: 5 });
  await mouse.up();
  await mouse.move(box.x + box.width - 20, box.y + 80, { steps: 5 });
  const drawn = await signature();
  expect(drawn.length).toBe(1);
  expect(drawn[0]?.some(([, y]) => y === 0)).toBe(true);
  const [x = 0, y = 0] = drawn[0]?.at(-1) ?? [];
  expect(Math.abs(x - 250) + Math.abs(y - (60 / box.width) * 1000)).toBeLessThan(8);
});

test('takes the finger that came first, and no second one', async () => {
  await toSignature();
  await window.page.locator('.signature-field').evaluate((field: HTMLElement) => {
    const box = field.getBoundingClientRect();
    const send = (type: string, pointerId: number, x: number, y: number) =>
      field.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          pointerType: 'touch',
          isPrimary: pointerId === 1,
          button: type === 'pointermove' ? -1 : 0,
          buttons: 1,
          clientX: box.left + x,
          clientY: box.top + y,
          bubbles: true,
        }),
      );
    // No real finger is down, so there is none to hold on to.
    field.setPointerCapture = () => {};
    send('pointerdown', 1, 50, 50);
    send('pointerdown', 2, 200, 100);
    send('pointermove', 2, 220, 100);
    send('pointermove', 1, 90, 50);
    send('pointerup', 2, 220, 100);
    send('pointermove', 1, 90, 90);
    send('pointercancel', 1, 90, 90);
    send('pointermove', 1, 10, 10);
  });
  expect((await signature()).map((stroke) => stroke.length)).toEqual([3]);
});

test('holds as much scribbling as the log takes, and says when it is full', async () => {
  await toSignature();
  await window.page.locator('.signature-field').evaluate((field: HTMLElement) => {
    field.setPointerCapture = () => {};
    const box = field.getBoundingClientRect();
    const send = (type: string, x: number, y: number) =>
      field.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          isPrimary: true,
          button: 0,
          clientX: box.left + x * box.width,
          clientY: box.top + y * box.height,
          bubbles: true,
        }),
      );
    send('pointerdown', 0.5, 0.5);
    for (let step = 0; step < 1_500; step++) {
      const turn = step / 2;
      send('pointermove', 0.5 + 0.4 * Math.sin(turn * 1.7), 0.5 + 0.4 * Math.cos(turn * 2.3));
    }
    send('pointerup', 0.5, 0.5);
  });
  await window.page.getByText('No more room.').waitFor();
  const points = (await signature()).flat().length;
  expect(points).toBeLessThanOrEqual(MAX_POINTS);
  expect(points).toBeGreaterThan(MAX_POINTS / 2);
});

test('goes on without a signature by the keyboard alone', async () => {
  await toSignature();
  await armed();
  await window.page.getByRole('button', { name: en.signature.without }).focus();
  await window.page.keyboard.press('Enter', { delay: 60 });
  await window.page.getByRole('button', { name: 'Signature none' }).waitFor();
  await armed();
  await window.page.getByRole('button', { name: 'Done' }).focus();
  await window.page.keyboard.press('Enter', { delay: 60 });
  expect(await window.takeAsked()).toEqual([prepared({})]);
});
