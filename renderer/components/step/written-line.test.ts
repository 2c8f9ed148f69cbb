import { expect, test } from 'vitest';
import { driverNote, recipient } from '../../../shared/protocol/outcome.ts';
import { lineOf, NOTE_LENGTH, PLACE_LENGTH } from './written-line.ts';

const noteOf = (text: string) => lineOf(text, NOTE_LENGTH);

test('a note is kept as it is written', () => {
  expect(noteOf('Klingel geht nicht, Hund im Hof 🐕')).toBe('Klingel geht nicht, Hund im Hof 🐕');
  expect(noteOf('')).toBe('');
});

test('what was pasted becomes one line', () => {
  expect(noteOf('gate\r\nlocked\tagain\u2028now\u0000')).toBe('gate locked again now ');
});

test('a long note ends before a character that would be cut in two', () => {
  const note = noteOf(`${'x'.repeat(199)}🐕`);
  expect(note).toBe('x'.repeat(199));
});

test.each(['\u0007bell', 'x'.repeat(500), '🐕'.repeat(300), '\ud83d', 'a\nb'])(
  'whatever is written, the main process takes it',
  (text) => {
    expect(driverNote.safeParse(noteOf(text)).success).toBe(true);
    const who = lineOf(`1${text}`, PLACE_LENGTH);
    expect(recipient.safeParse({ to: 'neighbour', who }).success).toBe(true);
  },
);
