import { expect, test } from 'vitest';
import { makeRandom } from '../campaign.ts';
import type { DiskEvent } from './disk-record.ts';
import { type Files, filesAfter, type Loss } from './power-loss.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const write = (text: string, at = 0, file = 1): DiskEvent => ({
  what: 'write',
  file,
  at,
  data: bytes(text),
});
const sync: DiskEvent = { what: 'sync', file: 1 };
const found: DiskEvent = { what: 'found', file: 1, name: 'store' };
const created: DiskEvent = { what: 'created', file: 1, name: 'store' };
const before: Files = new Map([['store', bytes('old old')]]);
const left = (files: Files, events: readonly DiskEvent[], loss: Loss, seed = 1, cut = 99) =>
  Object.fromEntries(
    [...filesAfter(files, events, cut, loss, makeRandom(seed))].map(([name, content]) => [
      name,
      content.toString(),
    ]),
  );

test('what was synced is there, whatever the power takes', () => {
  for (const loss of ['keep', 'drop', 'some', 'torn'] as const) {
    expect(left(before, [found, write('new'), sync], loss)).toEqual({ store: 'new old' });
  }
});

test('what was not synced may be gone, and is there when only the process died', () => {
  const events = [found, write('new'), sync, write('!', 7)];
  expect(left(before, events, 'drop')).toEqual({ store: 'new old' });
  expect(left(before, events, 'keep')).toEqual({ store: 'new old!' });
});

test('of two writes that were not synced either alone may be there', () => {
  const events = [found, write('A', 0), write('B', 1)];
  const seen = new Set(
    Array.from({ length: 64 }, (_, seed) => left(before, events, 'some', seed)['store']),
  );
  expect(seen).toEqual(new Set(['old old', 'Ald old', 'oBd old', 'ABd old']));
});

test('a write that was not synced may be there in some of its sectors only', () => {
  const files: Files = new Map([['store', Buffer.alloc(1_024, 'o')]]);
  const events = [found, write('n'.repeat(1_024))];
  const seen = new Set(
    Array.from({ length: 64 }, (_, seed) => {
      const content = left(files, events, 'torn', seed)['store'] ?? '';
      return `${content[0]}${content[511]}${content[512]}${content[1_023]}`;
    }),
  );
  expect(seen).toEqual(new Set(['oooo', 'nnoo', 'oonn', 'nnnn']));
});

test('a file has its name only after its folder was synced', () => {
  const nothing: Files = new Map();
  const events = [created, write('x'), sync];
  expect(left(nothing, events, 'drop')).toEqual({});
  expect(left(nothing, [...events, { what: 'sync-folder' }], 'drop')).toEqual({ store: 'x' });
});

test('a file that was renamed or removed is the old one until the folder was synced', () => {
  const renamed: DiskEvent = { what: 'rename', from: 'new', to: 'store' };
  const events: DiskEvent[] = [
    { what: 'created', file: 2, name: 'new' },
    write('x', 0, 2),
    { what: 'sync', file: 2 },
    { what: 'sync-folder' },
    renamed,
  ];
  expect(left(before, events, 'drop')).toEqual({ store: 'old old', new: 'x' });
  expect(left(before, events, 'keep')).toEqual({ store: 'x' });
  expect(left(before, [{ what: 'unlink', name: 'store' }], 'drop')).toEqual({ store: 'old old' });
  expect(left(before, [{ what: 'unlink', name: 'store' }], 'keep')).toEqual({});
});

test('a file that is shortened is long again if that was not synced', () => {
  const events: DiskEvent[] = [found, { what: 'truncate', file: 1, size: 3 }];
  expect(left(before, events, 'drop')).toEqual({ store: 'old old' });
  expect(left(before, events, 'keep')).toEqual({ store: 'old' });
});

test('nothing behind the cut has happened', () => {
  expect(left(before, [found, write('new'), sync], 'keep', 1, 1)).toEqual({ store: 'old old' });
});
