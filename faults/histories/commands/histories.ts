import fc from 'fast-check';
import type { UnscannedRule } from '../../../shared/protocol/policy.ts';
import * as depot from './depot.ts';
import * as door from './door.ts';
import * as machine from './machine.ts';
import { asks, dies, type Shown, some, stop, UNLISTED } from './shown.ts';

export type Command = door.DoorCommand | depot.DepotCommand | machine.MachineCommand;

export type History = {
  readonly leaseMs: number;
  readonly clockBlocks: boolean;
  readonly waitsMs: readonly number[];
  readonly unscanned: UnscannedRule;
  readonly signOutAtDock: boolean;
  readonly docksOnNetwork: boolean;
  /** Whether the depot has a roster, so that drivers sign in. */
  readonly roster: boolean;
  readonly validities: readonly depot.Validity[];
  readonly commands: readonly Command[];
};

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 24, arbitrary: door.scan },
  { weight: 8, arbitrary: door.type },
  { weight: 5, arbitrary: door.write },
  { weight: 3, arbitrary: door.except },
  { weight: 2, arbitrary: door.undo },
  { weight: 1, arbitrary: door.look },
  { weight: 8, arbitrary: depot.dock },
  { weight: 2, arbitrary: depot.road },
  { weight: 5, arbitrary: depot.change },
  { weight: 1, arbitrary: depot.takeBack },
  { weight: 2, arbitrary: depot.restore },
  { weight: 1, arbitrary: depot.staff },
  { weight: 5, arbitrary: machine.restart },
  { weight: 4, arbitrary: machine.pass },
  { weight: 8, arbitrary: machine.passTo },
  { weight: 4, arbitrary: machine.turn },
  { weight: 6, arbitrary: machine.copy },
  { weight: 5, arbitrary: machine.putBack },
  { weight: 3, arbitrary: machine.badge },
  { weight: 1, arbitrary: machine.signOut },
);

const DAY = 86_400_000;
const DOCK = { do: 'dock', cut: null, scans: null, dies: null } as const;
const scanOf = (at: number | null, shown: Shown, places: number | null = null): Command => ({
  ...{ do: 'scan', stop: at, opened: 'touch', asks: 'hand-over', shown, twice: false },
  ...{ unscanned: 'scan', unfinished: 'drop', dies: places },
});

/** The right code at once after wrong ones. */
const atOnce: fc.Arbitrary<readonly Command[]> = fc
  .record({ at: some(1, 2, 3), wrong: some(2, 3) })
  .map(({ at, wrong }): Command[] => [
    ...Array.from({ length: wrong }, () => door.typed(at, 'hand-over', at + 1)),
    door.typed(at, 'hand-over', at),
  ]);
/** The machine starts again with another wall clock, and the right code is shown. */
const otherwise: fc.Arbitrary<readonly Command[]> = fc
  .record({ at: stop, asked: asks, by: machine.offset, dies })
  .map(({ at, asked, by, dies: places }): Command[] => [
    { do: 'turn', offset: by },
    { do: 'restart', machine: true, dies: null },
    door.typed(at, asked, at, { dies: places }),
  ]);
/** The right code is shown, and the battery is empty on the way to its verdict or after it. */
const diesThere: fc.Arbitrary<readonly Command[]> = fc
  .record({ at: some(1, 2, 3), places: fc.nat({ max: 20 }) })
  .map(({ at, places }): Command[] => [
    door.typed(at, 'hand-over', at, { dies: places }),
    door.typed(at, 'hand-over', at),
  ]);
/** What was recorded is taken back, on the same day or the next. */
const takenBack: fc.Arbitrary<readonly Command[]> = fc
  .record({ except: door.except, days: some(0, 1, 1) })
  .map(({ except, days }): Command[] => [
    { ...except, dies: null },
    { do: 'pass', ms: days * DAY + 1 },
    { do: 'undo', before: 0, dies: null },
  ]);

/** What chance alone would hardly put in a row. */
const episode: fc.Arbitrary<readonly Command[]> = fc.oneof(
  // Wrong codes at one stop, each after the wait that the last one brought.
  fc
    .record({ at: stop, asked: asks, times: fc.integer({ min: 1, max: 5 }), off: machine.off })
    .map(({ at, asked, times, off: by }) =>
      Array.from({ length: times }).flatMap((_, i): Command[] => [
        door.typed(at, asked, at + 1),
        { do: 'pass-to', edge: 'wait', stop: at, off: i + 1 < times ? 0 : by },
        ...(i + 1 < times ? [] : [door.typed(at, asked, at)]),
      ]),
    ),
  { weight: 3, arbitrary: atOnce },
  { weight: 3, arbitrary: otherwise },
  { weight: 3, arbitrary: diesThere },
  // A copy is taken, something is shown, the copy is put back.
  fc
    .record({ slot: machine.slot, shown: door.scan, online: fc.boolean() })
    .map(({ slot: to, shown, online }): Command[] => [
      { do: 'copy', slot: to },
      shown,
      { do: 'put-back', slot: to, keychain: false, online },
      { do: 'put-back', slot: 'newest', keychain: false, online },
    ]),
  // The driver has begun to say something, or scanned a parcel, and the battery is empty.
  fc
    .record({ at: stop, writes: door.write, parcel: some(0 as const, 1 as const) })
    .map(({ at, writes, parcel }): Command[] => [
      scanOf(at, { is: 'label', customer: at, parcel }),
      { ...writes, stop: at, dies: 99 },
      door.typed(at, 'hand-over', at),
    ]),
  // A second message goes out, and the customer shows the first.
  fc
    .record({ at: some(1, 2, 3), validity: depot.validity })
    .map(({ at, validity }): Command[] => [
      { do: 'issue', stop: at, validity: { ...validity, opensIn: -3_600_000 } },
      DOCK,
      door.typed(at, 'hand-over', at, { older: 1 }),
    ]),
  // One token for two stops: the code of the first is shown at the second.
  fc
    .record({ ago: some(0, 1), wait: some(1, 30_000) })
    .map(({ ago, wait }): Command[] => [
      door.typedToken(5, 0),
      { do: 'pass', ms: wait },
      door.typedToken(6, ago),
    ]),
  // A pass is shown that may have been taken back, and once more.
  fc
    .record({ customer: some(1, 2, UNLISTED, UNLISTED), back: fc.boolean() })
    .map(({ customer, back }): Command[] => {
      const shown = { is: 'pass', customer, nth: 0, audience: 'depot' } as const;
      const before: Command[] = back ? [{ do: 'take-back', customer, nth: 0 }, DOCK] : [];
      return [...before, scanOf(null, shown), { do: 'pass', ms: 30_000 }, scanOf(null, shown)];
    }),
  { weight: 3, arbitrary: takenBack },
  // Central comes out of a backup and the terminal docks.
  fc
    .record({ restore: depot.restore, at: stop, change: depot.change })
    .map(({ restore, at, change }): Command[] => [{ ...change, stop: at }, restore, DOCK]),
  // What is over is erased, and shown at another door.
  stop.chain((at) =>
    fc
      .record({ other: stop })
      .map(({ other }): Command[] => [
        { do: 'withdraw', stop: at, validity: { opensIn: 0, lasts: DAY, attempts: 3 } },
        DOCK,
        scanOf(other, { is: 'code', customer: at, purpose: 'hand-over', older: 0, qr: true }),
      ]),
  ),
  // One driver leaves, or hands the terminal to another.
  fc
    .record({ leaves: fc.boolean(), at: stop })
    .map(({ leaves, at }): Command[] => [
      { do: 'badge', who: 2, dies: null },
      door.typed(at, 'hand-over', at),
      ...(leaves ? ([{ do: 'staff', who: 2, removed: true }, DOCK] as const) : []),
      { do: 'badge', who: 1, dies: null },
    ]),
);
/** What ends a terminal: it comes at the end of a history, or not at all. */
const end: fc.Arbitrary<readonly Command[]> = fc.oneof(
  fc
    .record({ twin: machine.twin, at: stop })
    .map(({ twin, at }): Command[] => [{ ...twin, stop: at }, door.typed(at, 'hand-over', at)]),
  depot.revoke.chain((revoke) =>
    stop.map((at): Command[] => [
      revoke,
      DOCK,
      door.typed(at, 'hand-over', at),
      { do: 'restart', machine: false, dies: null },
    ]),
  ),
);
const one = command.map((only): readonly Command[] => [only]);

/** Any history of a terminal that has docked once and has all of its stops but one. */
export const histories = (longest: number): fc.Arbitrary<History> =>
  fc.record({
    leaseMs: some(2 * 3_600_000, 36 * 3_600_000),
    clockBlocks: fc.boolean(),
    waitsMs: some([0], [0, 30_000, 300_000, 3_600_000]),
    unscanned: some<UnscannedRule>('free', 'ask', 'refuse'),
    signOutAtDock: fc.boolean(),
    docksOnNetwork: fc.boolean(),
    roster: fc.boolean(),
    validities: fc.tuple(depot.validity, depot.validity, depot.validity, depot.validity),
    commands: fc
      .tuple(
        fc.array(fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: episode }), {
          ...{ minLength: 1, maxLength: longest, size: 'max' },
        }),
        fc.option(end, { freq: 3, nil: [] }),
      )
      .map(([parts, last]) => [...parts.flat(), ...last]),
  });
