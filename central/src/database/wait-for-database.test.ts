import { expect, it } from 'vitest';
import { waitForDatabase } from './wait-for-database.ts';

const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const says: string[] = [];
const say = (sentence: string): void => void says.push(sentence);

it('a database that is away for a moment is waited for, and that is said once', async () => {
  let looks = 0;
  const look = async (): Promise<void> => {
    if (++looks < 3) throw away();
  };
  await waitForDatabase(look, 30_000, say);
  expect(looks).toBe(3);
  expect(says).toEqual(['The database does not answer. Central asks again for 30 seconds.']);
});

it('no longer than it is to be waited for', async () => {
  const look = () => Promise.reject(away());
  await expect(waitForDatabase(look, 0, say)).rejects.toThrow('ECONNREFUSED');
});

it('one that answers, and refuses, is not waited for', async () => {
  let looks = 0;
  const look = async (): Promise<void> => {
    looks++;
    throw Object.assign(new Error('password authentication failed'), { code: '28P01' });
  };
  await expect(waitForDatabase(look, 30_000, say)).rejects.toThrow('password');
  expect(looks).toBe(1);
});
