import { expect, it } from 'vitest';
import { judge, judgeAgain, judgeAlike, type Seen } from './judge.ts';
import { tellsApart } from './timing.ts';

const act: Seen = {
  expected: 'may',
  isRead: false,
  status: 201,
  unfit: null,
  lines: [{ actor: 'nadia', act: 'driver-added', subject: '{"driver":"1"}' }],
  changes: ['driver berlin'],
  operator: 'nadia',
  shown: [],
  closed: 'hamburg',
};
const kinds = (seen: Partial<Seen>) => judge({ ...act, ...seen }).map(({ kind }) => kind);

it('an act that somebody may do, once, in their own name, is nothing to find', () => {
  expect(judge(act)).toEqual([]);
  expect(kinds({ lines: [], changes: [] })).toEqual([]);
  expect(kinds({ expected: { refused: [401] }, status: 401, lines: [], changes: [] })).toEqual([]);
});

it.each([
  ['is done by somebody who may not', { expected: { refused: [403] } }, ['false_accepts']],
  ['is refused and yet done', { status: 403, lines: [] }, ['false_accepts']],
  ['is refused and yet noted', { status: 409, changes: [] }, ['lost']],
  ['is noted nowhere', { lines: [] }, ['lost']],
  ['is noted as somebody else’s', { operator: 'omar' }, ['lost']],
  ['is noted twice', { lines: [...act.lines, ...act.lines] }, ['duplicated']],
  ['changes another depot', { changes: ['driver hamburg'] }, ['false_accepts']],
  ['shows another depot', { shown: ['Fremde'] }, ['false_accepts']],
  ['is a read that changes something', { isRead: true }, ['false_accepts']],
  ['is answered otherwise than described', { unfit: 'no such member' }, ['undetected']],
  ['fails', { status: 500, lines: [], changes: [] }, ['crashes']],
] as const)('an act that %s is found', (_, seen, found) => {
  expect(kinds(seen as Partial<Seen>)).toEqual(found);
});

it('central’s own line is nobody’s act', () => {
  const lines = [{ actor: 'central', act: 'session-replayed', subject: '{}' }];
  expect(kinds({ expected: { refused: [401] }, status: 401, lines, changes: [] })).toEqual([]);
});

it('the same again has the same answer, or waits for it, and is not done again', () => {
  const first = { status: 200, text: '{"version":2}' };
  expect(judgeAgain(first, first, [])).toEqual([]);
  expect(judgeAgain(first, { status: 409, text: 'request-running' }, [])).toEqual([]);
  expect(judgeAgain(first, { status: 200, text: '{"version":3}' }, [])).toHaveLength(1);
  expect(judgeAgain(first, first, act.lines)).toHaveLength(1);
});

it('what is another depot’s is told from what there is not', () => {
  const said = { status: 403, text: 'forbidden' };
  expect(judgeAlike(said, said)).toEqual([]);
  expect(judgeAlike(said, { status: 404, text: 'forbidden' })).toHaveLength(1);
  expect(judgeAlike(said, { status: 403, text: 'unknown' })).toHaveLength(1);
});

it('durations tell apart what is mostly quicker by more than a hair', () => {
  const around = (middle: number) => Array.from({ length: 80 }, (_, n) => middle + (n % 8));
  expect(tellsApart(around(3), around(3))).toBe(false);
  expect(tellsApart(around(3), around(3.4))).toBe(false);
  expect(tellsApart(around(3), around(9))).toBe(true);
});
