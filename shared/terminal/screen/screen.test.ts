import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RouteId } from '../../protocol/ids.ts';
import {
  FIRST_LOOK,
  FIRST_SCREEN,
  nextScreen,
  type Place,
  type ScreenEvent,
  type ScreenState,
} from './screen.ts';

const route = fc.uuid().map((id) => id as RouteId);
const filter = fc.constantFrom('all', 'open', 'done') as fc.Arbitrary<typeof FIRST_LOOK.filter>;
const look = fc.record({ filter, search: fc.string(), from: fc.option(fc.nat()) });
const reading = fc.constant({
  ...{ port: null, profile: 'keyboard' as const, speed: null, bytes: [65], length: 1 },
  ...{ scan: null, timing: null },
});
const event: fc.Arbitrary<ScreenEvent> = fc.oneof(
  fc.record({ type: fc.constant('look' as const), look }),
  fc.record({ type: fc.constant('choose-route' as const), route }),
  fc.record({ type: fc.constant('open-history' as const), from: fc.nat() }),
  fc.record({ type: fc.constant('close-history' as const) }),
  fc.record({ type: fc.constant('test-scanner' as const) }),
  fc.record({ type: fc.constant('leave-scanner-test' as const) }),
  fc.record({ type: fc.constant('reading' as const), reading }),
  fc.record({ type: fc.constant('scanned' as const) }),
  fc.record({ type: fc.constant('at-stop' as const), route }),
  fc.record({ type: fc.constant('pulled' as const) }),
) as fc.Arbitrary<ScreenEvent>;
const place: fc.Arbitrary<Place> = fc
  .record({ isBlocked: fc.boolean(), isAtRoute: fc.boolean(), isOnTheRoad: fc.boolean() })
  .map((at) => ({ ...at, isAtRoute: at.isAtRoute && !at.isBlocked }));
const steps = fc.array(fc.tuple(event, place), { maxLength: 30 });

/** Plays events, each where it happens; what may not happen changes nothing. */
const play = (all: readonly (readonly [ScreenEvent, Place])[]): ScreenState =>
  all.reduce((state, [happened, at]) => nextScreen(state, happened, at) ?? state, FIRST_SCREEN);

const ELSEWHERE: Place = { isBlocked: false, isAtRoute: false, isOnTheRoad: true };
const AT_ROUTE: Place = { isBlocked: false, isAtRoute: true, isOnTheRoad: true };
const AT_THE_DOCK: Place = { isBlocked: false, isAtRoute: true, isOnTheRoad: false };

describe('what a person looks at', () => {
  test('of the route changes by touch only where the route is on the screen', () => {
    fc.assert(
      fc.property(steps, event, place, (before, happened, at) => {
        const state = play(before);
        const next = nextScreen(state, happened, { ...at, isAtRoute: false });
        const isTouch = ['look', 'choose-route', 'open-history'].includes(happened.type);
        if (isTouch) expect(next).toBeNull();
      }),
    );
  });

  test('is what comes next after every scan that is taken, wherever it was', () => {
    fc.assert(
      fc.property(steps, place, (before, at) => {
        const next = nextScreen(play(before), { type: 'scanned' }, at);
        expect(next).toMatchObject({ look: FIRST_LOOK, history: null });
      }),
    );
  });

  test('is never the scanner test on the road, nor where nothing is accepted any more', () => {
    fc.assert(
      fc.property(steps, place, (before, at) => {
        const closed = { ...play(before), scannerTest: null };
        const next = nextScreen(closed, { type: 'test-scanner' }, at);
        expect(next === null).toBe(at.isBlocked || at.isOnTheRoad);
      }),
    );
  });

  test('of a scanner is a reading only while its page is open', () => {
    fc.assert(
      fc.property(steps, reading, place, (before, came, at) => {
        const state = play(before);
        const next = nextScreen(state, { type: 'reading', reading: came }, at);
        expect(next?.scannerTest ?? null).toEqual(
          state.scannerTest === null ? null : { reading: came },
        );
      }),
    );
  });

  test('changes in nothing but what an event is about', () => {
    const about: Record<ScreenEvent['type'], readonly (keyof ScreenState)[]> = {
      look: ['look'],
      'choose-route': ['route', 'look'],
      'open-history': ['history'],
      'close-history': ['history'],
      'test-scanner': ['scannerTest'],
      'leave-scanner-test': ['scannerTest'],
      reading: ['scannerTest'],
      scanned: ['history', 'look'],
      'at-stop': ['route'],
      pulled: ['route'],
    };
    fc.assert(
      fc.property(steps, event, place, (before, happened, at) => {
        const state = play(before);
        const next = nextScreen(state, happened, at) ?? state;
        const changed = (Object.keys(state) as (keyof ScreenState)[]).filter(
          (key) => next[key] !== state[key],
        );
        expect(about[happened.type]).toEqual(expect.arrayContaining(changed));
      }),
    );
  });
});

test('the list goes with the driver, and begins anew with a docking', () => {
  const mine = 'b4af39d5-b65a-4484-ae88-5a9d65f0efe4' as RouteId;
  const other = 'c815386d-2494-481e-aaa0-49b9e44dcc1d' as RouteId;
  const chosen: readonly (readonly [ScreenEvent, Place])[] = [
    [{ type: 'choose-route', route: mine }, AT_ROUTE],
    [{ type: 'look', look: { ...FIRST_LOOK, search: 'berg' } }, AT_ROUTE],
  ];
  expect(play(chosen)).toMatchObject({ route: mine, look: { search: 'berg' } });
  const opened = [...chosen, [{ type: 'at-stop', route: other }, ELSEWHERE] as const];
  expect(play(opened)).toMatchObject({ route: other, look: { search: 'berg' } });
  expect(play([...opened, [{ type: 'pulled' }, AT_THE_DOCK]])).toMatchObject({ route: null });
});
