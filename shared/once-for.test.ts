import { expect, test } from 'vitest';
import { onceFor } from './once-for.ts';

test('a thing is made once for each key, and what could not be made is tried again', () => {
  const asked: string[] = [];
  const made = onceFor((key) => {
    asked.push(key);
    if (key === 'none' && asked.length < 4) throw new Error('not yet');
    return { key };
  });
  expect(made('de')).toBe(made('de'));
  expect(made('fr')).toEqual({ key: 'fr' });
  expect(() => made('none')).toThrow('not yet');
  expect(made('none')).toEqual({ key: 'none' });
  expect(asked).toEqual(['de', 'fr', 'none', 'none']);
});
