import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { makeKeyRun } from './key-run.ts';

type Played = { readonly scans: string[]; readonly typed: string; readonly given: string };

/** `⏎` is Enter, `⇥` Tab, which only moves the focus. A field is one in which people write. */
const play = (text: string, gap: number | readonly number[], inField = false): Played => {
  const scans: string[] = [];
  let typed = '';
  let given = '';
  const run = makeKeyRun<string>({
    onTyped: (keys) => {
      typed += keys.join('');
    },
    onScan: (scan) => {
      if (scan !== null) scans.push(String.fromCharCode(...scan));
    },
  });
  let at = 1_000;
  for (const [i, key] of [...text].entries()) {
    at += typeof gap === 'number' ? gap : (gap[i] ?? 0);
    const ends = key === '⏎' || key === '⇥';
    const stroke = { key, at, writes: ends ? null : [...utf8(key)] };
    const isGiven = inField || (key === '⇥' && !run.goesOn(at));
    if (!run.put({ ...stroke, given: isGiven })) given += key;
  }
  run.over();
  return { scans, typed, given };
};

test.each([
  ['a label, and Enter', '00340123450000000086⏎', ['00340123450000000086']],
  ['a label without an end', '00340123450000000086', ['00340123450000000086']],
  ['a short one, and Enter', '12345⏎', ['12345']],
  ['one of six', '482039', ['482039']],
  ['four characters', '7890', ['7890']],
  ['one with a blank', 'A B⏎', ['A B']],
  ["a customer's QR", 'KS1/4F7KQ2/K7QD92MX4T⏎', ['KS1/4F7KQ2/K7QD92MX4T']],
  ['a bare code', 'K7QD92MX4T⏎', ['K7QD92MX4T']],
  ['one that ends in Enter twice', '12345⏎⏎', ['12345']],
  ['one that begins with Enter', '⏎12345⏎', ['12345']],
  ['an address card', 'BEGIN:VCARD⏎VERSION:3.0⏎N:7⏎A⏎1', ['BEGIN:VCARD']],
])('%s, typed as fast as a scanner does, is a scan and no key of it is typed (A4)', (...of) => {
  const [, text, scans] = of;
  expect(play(text, 5)).toEqual({ scans, typed: '', given: '' });
});

test('a scanner that is set to 45 ms a key is a scanner (D10)', () => {
  const text = '00340123450000000086';
  for (const gap of [36, 45, 65]) {
    expect(play(`${text}⏎`, gap)).toEqual({ scans: [text], typed: '', given: '' });
    expect(play('482039', gap)).toEqual({ scans: ['482039'], typed: '', given: '' });
  }
});

test('302 tabs and Enter move the focus once, and press nothing (A4)', () => {
  expect(play(`${'⇥'.repeat(302)}⏎`, 5)).toEqual({ scans: [], typed: '', given: '⇥' });
});

test('two scans with a pause are two, and nothing of them is typed (A4)', () => {
  const gaps = [...Array(6).fill(5), 400, 5, 5, 5];
  expect(play('1234567890', gaps)).toEqual({ scans: ['123456', '7890'], typed: '', given: '' });
});

test.each([80, 120, 250])('a hand at %d ms a key types, and its Enter is Enter', (gap) => {
  for (const text of ['K7QD92MX4T⏎', '482039', '1', '⏎']) {
    expect(play(text, gap)).toEqual({ scans: [], typed: text, given: '' });
  }
});

test('two keys that a hand rolls over are typed, in their order', () => {
  expect(play('K7QD', [0, 30, 150, 30])).toEqual({ scans: [], typed: 'K7QD', given: '' });
  expect(play('7⏎', 60)).toEqual({ scans: [], typed: '7⏎', given: '' });
});

test('in a field the keys go where they are written, and a scan among them is told', () => {
  expect(play('Wet box', 90, true)).toEqual({ scans: [], typed: '', given: 'Wet box' });
  expect(play('the seal', 45, true).scans).toEqual([]);
  const { scans, given } = play('340123450000000017⏎', 5, true);
  expect(scans).toEqual(['340123450000000017']);
  expect(given).not.toContain('⏎');
});

test('what a scanner types is never typed, whatever it is', () => {
  const text = fc.stringMatching(/^[ -~]{3,40}$/);
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), fc.boolean(), (some, gap, ended) => {
      expect(play(ended ? `${some}⏎` : some, gap)).toEqual({ scans: [some], typed: '', given: '' });
    }),
  );
});

test('what a hand types is never a scan, whatever it is', () => {
  const keys = fc.array(
    fc.tuple(fc.constantFrom(...'K7QD92MX4T -⏎'), fc.integer({ min: 76, max: 900 })),
  );
  fc.assert(
    fc.property(keys, (some) => {
      const text = some.map(([key]) => key).join('');
      const gaps = some.map(([, gap]) => gap);
      expect(play(text, gaps)).toEqual({ scans: [], typed: text, given: '' });
    }),
  );
});
