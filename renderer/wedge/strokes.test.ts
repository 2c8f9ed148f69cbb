import { expect, test } from 'vitest';
import { writesOf } from './strokes.ts';

const key = (key: string, held: readonly string[] = [], code = '') =>
  ({
    ...{ key, code, altKey: held.includes('Alt'), ctrlKey: held.includes('Control') },
    metaKey: false,
    getModifierState: (name: string) => held.includes(name),
  }) as KeyboardEvent;
const text = (writes: readonly number[] | null) =>
  writes === null ? null : new TextDecoder().decode(Uint8Array.from(writes));

test('a key writes its character, also with AltGr, and a script of its own as UTF-8', () => {
  expect(text(writesOf(key('k')))).toBe('k');
  expect(text(writesOf(key(']', ['AltGraph', 'Alt', 'Control'])))).toBe(']');
  expect(text(writesOf(key('د')))).toBe('د');
});

test("caps lock is not the scanner's", () => {
  expect(text(writesOf(key('k', ['CapsLock'])))).toBe('K');
  expect(text(writesOf(key('K', ['CapsLock'])))).toBe('k');
  expect(text(writesOf(key('7', ['CapsLock'])))).toBe('7');
});

test('Enter and Tab end a scan; Ctrl and the bracket are the separator of GS1 (L1)', () => {
  expect(writesOf(key('Enter'))).toBeNull();
  expect(writesOf(key('Tab'))).toBeNull();
  expect(writesOf(key(']', ['Control']))).toEqual([0x1d]);
  expect(writesOf(key('+', ['Control'], 'BracketRight'))).toEqual([0x1d]);
});

test.each([...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, value] as const))(
  'the digit %s of an Arabic keyboard is %d, as on labels and in codes (D5, D13)',
  (digit, value) => {
    expect(text(writesOf(key(digit)))).toBe(String(value));
  },
);

test.each(['m', 'j', 'i', '@', 'c', 'J'])(
  'Ctrl and %s end a scan: a scanner may send its end as a control character (A4)',
  (end) => {
    expect(writesOf(key(end, ['Control']))).toBeNull();
    expect(writesOf(key(end, ['Control', 'Alt', 'AltGraph']))).not.toBeNull();
  },
);

test('any other key makes a scan unreadable', () => {
  for (const other of [key('Escape'), key('F8'), key('w', ['Control']), key('4', ['Alt'])]) {
    expect(writesOf(other)).toEqual([0x1a]);
  }
});
