import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryId, ParcelLabel, RouteId, Sequence } from '../../protocol/ids.ts';
import { NO_INSTRUCTIONS } from '../../protocol/no-instructions.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { DoorAt } from '../door/door-state.ts';
import {
  FIRST_LOOK,
  FIRST_SCREEN,
  type Place,
  type ScreenEvent,
  type ScreenState,
  screenStep,
} from './screen.ts';

const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const delivery = fc.constantFrom(1, 2, 9).map((n) => idOf(n) as DeliveryId);
const route = fc.constantFrom(5, 6).map((n) => idOf(n) as RouteId);
const label = fc.constantFrom('OWN-1', 'OWN-2', 'OTHER') as unknown as fc.Arbitrary<ParcelLabel>;
const kept = fc.array(label, { maxLength: 2 });
const filter = fc.constantFrom('all', 'open', 'done') as fc.Arbitrary<typeof FIRST_LOOK.filter>;
const look = fc.record({ filter, search: fc.string(), from: fc.option(fc.nat()) });
const reading = fc.constant({
  ...{ port: null, profile: 'keyboard' as const, speed: null, bytes: [65], length: 1 },
  ...{ scan: null, timing: null },
});
const draft = kept.map((labels) => ({
  shown: null,
  exception: { outcome: null, note: '', strokes: [], signing: false },
  handOver: {
    ...{ step: 'kept' as const, to: 'customer' as const, who: '', where: '', kept: labels },
    ...{ note: '', strokes: [] },
  },
}));
const particulars = kept.map((labels) => ({ ...NOTHING_PARTICULAR, kept: labels }));
const nothing = fc.constant({});

/** A touch of every channel that is the terminal's, and whatever else happens to the screen. */
const INPUTS = {
  'route/look': look,
  'route/choose': fc.record({ route }),
  'history/open': fc.record({ from: fc.nat() }),
  'history/close': nothing,
  'exception/undo': fc.record({ sequence: fc.nat().map((n) => n as Sequence) }),
  'stop/open': fc.record({ delivery }),
  'stop/close': nothing,
  'instructions/show': fc.record({ delivery, shown: fc.boolean() }),
  'override/ask': fc.record({ delivery }),
  'override/leave': nothing,
  'hand-over/prepare': fc.record({ delivery, particulars }),
  'draft/change': fc.record({ delivery, edit: fc.nat(), draft }),
  'question/answer': fc.record({ delivery, answer: fc.constantFrom('keep', 'drop') }),
  'exception/record': fc.record({
    ...{ delivery, outcome: fc.constant('nobody-home'), note: fc.constant('') },
    strokes: fc.constant([]),
  }),
  'sign-in/end': nothing,
  'verdict/acknowledge': fc.record({ id: fc.nat() }),
  'dock/start': nothing,
  'dock/leave': nothing,
  'scanner-test/open': nothing,
  'scanner-test/leave': nothing,
} satisfies Record<Extract<ScreenEvent, { input: unknown }>['type'], fc.Arbitrary<unknown>>;
const touch = fc.oneof(
  ...Object.entries(INPUTS).map(([type, input]) => fc.record({ type: fc.constant(type), input })),
) as unknown as fc.Arbitrary<Extract<ScreenEvent, { input: unknown }>>;
const event = fc.oneof(
  touch,
  fc.record({ type: fc.constant('reading' as const), reading }),
  fc.record({ type: fc.constant('enrolled' as const) }),
  fc.record({ type: fc.constant('scanned' as const) }),
  fc.record({ type: fc.constant('at-stop' as const), route }),
  fc.record({ type: fc.constant('pulled' as const) }),
) as fc.Arbitrary<ScreenEvent>;

const doorAt = (stop: DeliveryId, asks: 'hand-over' | 'override'): DoorAt => ({
  ...{ name: 'door', stop, entry: 'ready', asks, elsewhere: null, question: null },
});
const door = fc.oneof(
  fc.constant<DoorAt | null>(null),
  fc.constant<DoorAt>({ name: 'route' }),
  fc
    .tuple(delivery, fc.constantFrom('hand-over' as const, 'override' as const))
    .map((of) => doorAt(...of)),
);
const OWN = ['OWN-1', 'OWN-2'] as unknown as ParcelLabel[];
const knows = {
  stopOf: (stop: DeliveryId) =>
    stop === idOf(9) ? null : { parcels: OWN, instructions: NO_INSTRUCTIONS },
  hasRoute: (one: RouteId) => one === idOf(5),
};
const place: fc.Arbitrary<Place> = fc
  .record({
    ...{ isBlocked: fc.boolean(), isEnrolled: fc.boolean(), waitsForSignIn: fc.boolean() },
    ...{ isOnTheRoad: fc.boolean(), door },
  })
  .map((at) => ({ ...at, ...knows, door: at.isBlocked || !at.isEnrolled ? null : at.door }));
const steps = fc.array(fc.tuple(event, place), { maxLength: 30 });

/** Plays events, each where it happens; what may not happen changes nothing. */
const play = (all: readonly (readonly [ScreenEvent, Place])[]): ScreenState =>
  all.reduce(
    (state, [happened, at]) => screenStep(state, happened, at)?.state ?? state,
    FIRST_SCREEN,
  );

const AT_ROUTE: Place = {
  ...{ isBlocked: false, isEnrolled: true, waitsForSignIn: false, isOnTheRoad: true, ...knows },
  door: { name: 'route' },
};

describe('what a person looks at', () => {
  test('of the route changes by touch only where the route is on the screen', () => {
    fc.assert(
      fc.property(steps, touch, place, (before, happened, at) => {
        const isOfRoute = ['route/look', 'route/choose', 'history/open', 'exception/undo'];
        fc.pre(isOfRoute.includes(happened.type));
        const isThere = at.door?.name === 'route' && !at.waitsForSignIn;
        if (!isThere) expect(screenStep(play(before), happened, at)).toBeNull();
      }),
    );
  });

  test('is what comes next after every scan that is taken, wherever it was', () => {
    fc.assert(
      fc.property(steps, place, (before, at) => {
        const next = screenStep(play(before), { type: 'scanned' }, at);
        expect(next?.state).toMatchObject({ look: FIRST_LOOK, history: null });
      }),
    );
  });

  test('is never the scanner test on the road, nor where nothing is accepted any more', () => {
    fc.assert(
      fc.property(steps, place, (before, at) => {
        const closed = { ...play(before), scannerTest: null };
        const next = screenStep(closed, { type: 'scanner-test/open', input: {} }, at);
        expect(next === null).toBe(at.isBlocked || at.isOnTheRoad);
      }),
    );
  });

  test('of a scanner is a reading only while its page is open', () => {
    fc.assert(
      fc.property(steps, reading, place, (before, came, at) => {
        const state = play(before);
        const next = screenStep(state, { type: 'reading', reading: came }, at);
        expect(next?.state.scannerTest ?? null).toEqual(
          state.scannerTest === null ? null : { reading: came },
        );
      }),
    );
  });

  test('changes in nothing but what an event is about', () => {
    const about: Partial<Record<ScreenEvent['type'], readonly (keyof ScreenState)[]>> = {
      'route/look': ['look'],
      'route/choose': ['route', 'look'],
      'history/open': ['history'],
      'history/close': ['history'],
      'scanner-test/open': ['scannerTest'],
      'scanner-test/leave': ['scannerTest'],
      reading: ['scannerTest'],
      enrolled: ['enrolled'],
      'dock/leave': ['enrolled'],
      scanned: ['history', 'look'],
      'at-stop': ['route'],
      pulled: ['route'],
    };
    fc.assert(
      fc.property(steps, event, place, (before, happened, at) => {
        const state = play(before);
        const next = screenStep(state, happened, at)?.state ?? state;
        const changed = (Object.keys(state) as (keyof ScreenState)[]).filter(
          (key) => next[key] !== state[key],
        );
        expect(about[happened.type] ?? []).toEqual(expect.arrayContaining(changed));
      }),
    );
  });
});

describe('what a touch has done', () => {
  test('is nothing where nothing is accepted any more, but to leave the dock', () => {
    fc.assert(
      fc.property(steps, touch, place, (before, happened, at) => {
        const blocked = { ...at, isBlocked: true, door: null };
        const effect = screenStep(play(before), happened, blocked)?.effect ?? null;
        expect(effect === null || effect.type === 'leave-dock').toBe(true);
      }),
    );
  });

  test('is never for a stop that the terminal does not have, nor keeps a parcel that is not its own', () => {
    const strange = fc.oneof(
      fc.record({ type: fc.constant('stop/open'), input: fc.constant({ delivery: idOf(9) }) }),
      ...(['hand-over/prepare', 'draft/change'] as const).map((type) =>
        fc.record({ type: fc.constant(type), input: INPUTS[type] }),
      ),
    ) as unknown as fc.Arbitrary<ScreenEvent>;
    const keptBy = (happened: ScreenEvent): readonly ParcelLabel[] => {
      if (happened.type === 'hand-over/prepare') return happened.input.particulars.kept;
      return happened.type === 'draft/change' ? (happened.input.draft.handOver?.kept ?? []) : [];
    };
    fc.assert(
      fc.property(steps, strange, place, (before, happened, at) => {
        const step = screenStep(play(before), happened, at);
        const isOurs =
          'input' in happened &&
          'delivery' in happened.input &&
          happened.input.delivery !== idOf(9) &&
          keptBy(happened).every((one) => OWN.includes(one));
        if (!isOurs) expect(step).toBeNull();
      }),
    );
  });

  test('is to record an exception at the open stop alone', () => {
    fc.assert(
      fc.property(steps, delivery, place, (before, stop, at) => {
        const said = { outcome: 'nobody-home' as const, note: '', strokes: [] };
        const input = { delivery: stop, ...said };
        const step = screenStep(play(before), { type: 'exception/record', input }, at);
        const isOpen = at.door?.name === 'door' && at.door.stop === stop;
        expect(step?.effect ?? null).toEqual(
          isOpen ? { type: 'record-exception', ...input } : null,
        );
      }),
    );
  });

  test("is to ask for the customer's code again only where the dispatcher's is asked for", () => {
    fc.assert(
      fc.property(steps, place, (before, at) => {
        const step = screenStep(play(before), { type: 'override/leave', input: {} }, at);
        expect(step !== null).toBe(at.door?.name === 'door' && at.door.asks === 'override');
      }),
    );
  });

  test('leaves alone what is looked at, but that leaving the dock ends what was just enrolled', () => {
    fc.assert(
      fc.property(steps, touch, place, (before, happened, at) => {
        const state = play(before);
        const step = screenStep(state, happened, at);
        if (step === null || step.effect === null) return;
        if (happened.type !== 'dock/leave') expect(step.state).toBe(state);
        else expect(step.state).toEqual({ ...state, enrolled: false });
      }),
    );
  });
});

test('the list goes with the driver, and begins anew with a docking', () => {
  const [mine, other] = [idOf(5) as RouteId, idOf(6) as RouteId];
  const chosen: readonly (readonly [ScreenEvent, Place])[] = [
    [{ type: 'route/choose', input: { route: mine } }, AT_ROUTE],
    [{ type: 'route/look', input: { ...FIRST_LOOK, search: 'berg' } }, AT_ROUTE],
  ];
  expect(play(chosen)).toMatchObject({ route: mine, look: { search: 'berg' } });
  const atDoor = { ...AT_ROUTE, door: doorAt(idOf(1) as DeliveryId, 'hand-over') };
  const opened = [...chosen, [{ type: 'at-stop', route: other }, atDoor] as const];
  expect(play(opened)).toMatchObject({ route: other, look: { search: 'berg' } });
  expect(play([...opened, [{ type: 'pulled' }, AT_ROUTE]])).toMatchObject({ route: null });
});

test('what was enrolled says so until its dock is left, whatever is scanned or looked at meanwhile', () => {
  const isNew = play([
    [{ type: 'enrolled' }, AT_ROUTE],
    [{ type: 'scanned' }, AT_ROUTE],
    [{ type: 'pulled' }, AT_ROUTE],
  ]);
  expect(isNew.enrolled).toBe(true);
  const left = screenStep(isNew, { type: 'dock/leave', input: {} }, AT_ROUTE);
  expect(left).toMatchObject({ state: { enrolled: false }, effect: { type: 'leave-dock' } });
  const nowhere = { ...AT_ROUTE, isEnrolled: false, door: null };
  expect(screenStep(isNew, { type: 'dock/leave', input: {} }, nowhere)).toBeNull();
});
