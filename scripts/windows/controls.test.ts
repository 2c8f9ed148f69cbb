import { expect, test } from 'vitest';
import { WINDOWS_CONTROLS } from './controls.ts';
import { withoutMend } from './without-mend.ts';

test.each(WINDOWS_CONTROLS.map(({ id }) => id))(
  'the mend of %s can be switched off by its text',
  (id) => {
    expect(withoutMend(id)).toHaveLength(1);
  },
);

test('without an id nothing is changed, and an unknown one is refused', () => {
  expect(withoutMend(undefined)).toEqual([]);
  expect(() => withoutMend('W0')).toThrow('there is no control W0');
});
