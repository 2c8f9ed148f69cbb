import { expect, it } from 'vitest';
import { nameField } from './operator-routes.ts';

it.each(['Anna \u202egiverP', 'Anna\u200f', 'A\u2066B', '\u061cA', 'A\u2028B', 'A\u0007B'])(
  'refuses a name of a depot or a driver that is not shown as it is: %j (csv 43)',
  (name) => {
    expect(nameField.safeParse(name).success).toBe(false);
  },
);

it.each(['Jörg Müßig', 'محمد علي', "O'Brien & Søn"])('takes the names of people: %s', (name) => {
  expect(nameField.parse(` ${name} `)).toBe(name);
});
