import { expect, test } from 'vitest';
import { utf8 } from '../codec/bytes.ts';
import { readScanInput } from '../scan/scan-input.ts';
import { badgeHash, formatBadge, readBadge } from './badge.ts';

const secret = Uint8Array.from({ length: 16 }, (_, i) => i * 17);

test('a badge that is scanned is told by its form, and only its hash goes on', () => {
  const text = formatBadge(secret);
  expect(text).toMatch(/^KB1:[0-9A-Z $%*+\-./:]{24}$/);
  expect(readScanInput(utf8(text))).toEqual({ kind: 'badge', badge: badgeHash(secret) });
});

test('another badge has another hash', () => {
  const other = secret.slice();
  other[15] = 0;
  expect(badgeHash(other)).not.toBe(badgeHash(secret));
});

test.each([
  ['one byte less', formatBadge(secret.subarray(1))],
  ['one byte more', formatBadge(new Uint8Array(17))],
  ['characters of another alphabet', 'KB1:abcdefghijklmnopqrstuvwx'],
  ['nothing', 'KB1:'],
])('%s is no badge, and no label either', (_, text) => {
  expect(readBadge(utf8(text))).toBeNull();
  expect(readScanInput(utf8(text))).toEqual({ kind: 'unreadable' });
});
