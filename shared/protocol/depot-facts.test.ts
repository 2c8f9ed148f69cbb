import { expect, it } from 'vitest';
import { isZoneOfDepot } from './depot-facts.ts';

it.each(['Europe/Berlin', 'Europe/Kiev', 'Europe/Kyiv', 'US/Eastern', 'UTC', 'CET', 'PST8PDT'])(
  'knows where a depot in %s is (C10)',
  (name) => {
    expect(isZoneOfDepot(name)).toBe(true);
  },
);

it.each(['BST', 'IST', 'CST', 'EST', 'MST', 'pst', 'MEZ', 'GMT+1', 'Berlin', 'Europe/Belin', ''])(
  'does not guess which place %j is (C10)',
  (name) => {
    expect(isZoneOfDepot(name)).toBe(false);
  },
);
