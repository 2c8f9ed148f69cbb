import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { explanations, judge, type Mutant } from './judge.ts';

const mutant = (status: string, change: Partial<Mutant> = {}): Mutant => ({
  file: 'shared/protocol/code/alphabet.ts',
  at: 7,
  mutator: 'ConditionalExpression',
  line: 'if (a === b) return;',
  code: 'a === b',
  becomes: 'false',
  status,
  ...change,
});
const times = (n: number, status: string) => Array.from({ length: n }, () => mutant(status));
const folders = ['shared/protocol/code'];
const { at: _, status: __, ...named } = mutant('Survived');
const explained = { ...named, reason: 'the line after it does the same' };

test('mutants that were killed or never came to an end make the score, broken ones do not', () => {
  const mutants = [...times(8, 'Killed'), mutant('Timeout'), mutant('RuntimeError')];
  const { folders: scores, ok } = judge(folders, [...mutants, mutant('Survived')], [explained]);
  expect(scores).toEqual([
    { folder: 'shared/protocol/code', score: 90, killed: 9, survived: 1, invalid: 1 },
  ]);
  expect(ok).toBe(true);
  expect(judge(folders, [...mutants.slice(1), mutant('Survived')], [explained])).toMatchObject({
    folders: [{ score: 88.88 }],
    ok: false,
  });
});

test('a survivor that is not explained is named, one that no test reaches as well', () => {
  const other = mutant('NoCoverage', { becomes: 'true' });
  const mutants = [...times(30, 'Killed'), mutant('Survived'), other];
  const report = judge(folders, mutants, [explained]);
  expect(report).toMatchObject({ unexplained: [{ at: 7, becomes: 'true' }], stale: [], ok: false });
});

test('one explanation is for one survivor, in whichever line it stands now', () => {
  const mutants = [...times(30, 'Killed'), mutant('Survived'), mutant('Survived', { at: 90 })];
  expect(judge(folders, mutants, [explained])).toMatchObject({ unexplained: [{ at: 90 }] });
  expect(judge(folders, mutants, [explained, explained]).ok).toBe(true);
});

test('an explanation of no survivor is stale, unless its folder was not looked at', () => {
  const killed = times(30, 'Killed');
  expect(judge(folders, killed, [explained])).toMatchObject({ stale: [explained], ok: false });
  const elsewhere = { ...explained, file: 'shared/protocol/time/trusted-time.ts' };
  expect(judge(folders, killed, [elsewhere])).toMatchObject({ stale: [], ok: true });
});

test('a folder without mutants is no success', () => {
  expect(judge(folders, [], []).ok).toBe(false);
});

test('the list in the repository has the form of one', () => {
  const list = readFileSync(path.join(import.meta.dirname, 'explained.json'), 'utf8');
  expect(explanations.safeParse(JSON.parse(list)).success).toBe(true);
});
