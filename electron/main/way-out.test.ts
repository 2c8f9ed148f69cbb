import { expect, test } from 'vitest';
import { isKioskWanted, isWayOut, type Pressed } from './way-out.ts';

const press = (key: string, held: Partial<Pressed> = {}): boolean =>
  isWayOut({ key, alt: false, control: false, meta: false, ...held });

test.each<[string, Partial<Pressed>?]>([
  ['F4', { alt: true }],
  ['F11'],
  ['F12'],
  ['F5'],
  ['w', { control: true }],
  ['Q', { control: true }],
  ['r', { control: true }],
  ['I', { control: true }],
  ['+', { control: true }],
  ['Tab', { alt: true }],
  ['ArrowLeft', { alt: true }],
  ['Delete', { alt: true, control: true }],
  ['d', { meta: true }],
  ['BrowserBack'],
])('%s with %o leads out of a kiosk', (key, held) => {
  expect(press(key, held)).toBe(true);
});

test.each<[string, Partial<Pressed>?]>([
  ['7'],
  ['K'],
  ['Enter'],
  ['Escape'],
  ['Tab'],
  ['v', { control: true }],
  ['@', { alt: true, control: true }],
])('%s with %o is for the work', (key, held) => {
  expect(press(key, held)).toBe(false);
});

test('a kiosk is only where the app is packaged and somebody asked for it', () => {
  expect(isKioskWanted({ packaged: true, flag: true, setting: false })).toBe(true);
  expect(isKioskWanted({ packaged: true, flag: false, setting: true })).toBe(true);
  expect(isKioskWanted({ packaged: true, flag: false, setting: false })).toBe(false);
  expect(isKioskWanted({ packaged: false, flag: true, setting: true })).toBe(false);
});
