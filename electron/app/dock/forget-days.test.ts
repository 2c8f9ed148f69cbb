import { expect, test } from 'vitest';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { makeForgetDays } from './forget-days.ts';
import { daysLater } from './testing/forgetful.ts';

test('what is over is forgotten once a day, and not while anybody is at work', () => {
  const at = { day: 0, may: false, answer: ok(null) as Result<unknown, ProblemCode> };
  const forgot: string[] = [];
  const failed: unknown[] = [];
  const { look } = makeForgetDays({
    today: () => daysLater(at.day),
    mayForget: () => at.may,
    forget: ({ day }) => {
      forgot.push(day);
      return at.answer;
    },
    diagnostics: (event, facts) => failed.push([event, facts]),
  });
  look();
  expect(forgot).toEqual([]);
  at.may = true;
  look();
  look();
  expect(forgot).toEqual(['2027-01-15']);
  at.day = 1;
  at.answer = err('store-full');
  look();
  look();
  expect(forgot).toEqual(['2027-01-15', '2027-01-16']);
  expect(failed).toEqual([['forget-failed', { problem: 'store-full' }]]);
});
