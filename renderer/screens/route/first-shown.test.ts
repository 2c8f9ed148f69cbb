import { expect, test } from 'vitest';
import { deliveryId, instant, shortId } from '../../../shared/protocol/ids.ts';
import type { RouteView, StopView } from '../../../shared/terminal/view/view.ts';
import { firstShown } from './first-shown.ts';

const stop = (position: number, state: StopView['state']): StopView => ({
  delivery: deliveryId.parse(`00000000-0000-4000-8000-${String(position).padStart(12, '0')}`),
  shortId: shortId.parse(`K7Q${String(position).padStart(3, '0')}`),
  position,
  customer: 'R. Okafor',
  address: ['Bergmannstraße 27'],
  arrival: instant.parse(1_764_000_000_000),
  state,
  handedOverAt: null,
  exception: null,
  parcels: [],
});
const next = stop(3, 'next');
const over = stop(1, 'handed-over');
const noHome = stop(2, 'exception');
const later = stop(5, 'open');

const opened = (look: Partial<RouteView>) =>
  firstShown({
    name: 'route',
    id: null,
    route: '14',
    day: null,
    routes: [],
    signedIn: null,
    stops: [over, noHome, next, later],
    from: 0,
    matching: 4,
    total: 5,
    done: 2,
    next,
    filter: 'all',
    search: '',
    ...look,
  })?.position;

test('the whole route goes on with its next stop', () => {
  expect(opened({})).toBe(3);
  expect(opened({ next: null })).toBeUndefined();
});

test.each([
  ['the one result of a search', { search: 'FIDI', stops: [noHome] }, 2],
  ['the first of several', { search: 'BERG', stops: [over, later, next] }, 5],
  ['the first of a filter', { filter: 'done', stops: [over, noHome] }, 2],
] as const)('%s is opened, not the next stop of the route (D4)', (_what, look, position) => {
  expect(opened(look)).toBe(position);
});

test.each([
  ['nothing is found', { search: 'QQQ', stops: [] }],
  ['all of it is over', { filter: 'done', stops: [over] }],
] as const)('where %s, nothing is opened (D4)', (_what, look) => {
  expect(opened(look)).toBeUndefined();
});
