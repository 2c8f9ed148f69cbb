import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import type { ScreenEffect } from '../../shared/terminal/screen/screen.ts';
import { recordException } from './door/record-exception.ts';
import type { Enrolled } from './equip.ts';
import type { Store } from './ports/store.ts';
import { undoException } from './screen/history.ts';

type Ports = {
  readonly store: Store;
  readonly enrolled: () => Enrolled | null;
  /** When the depot's day began. */
  readonly today: () => Instant;
  readonly changed: () => void;
  readonly fail: (problem: ProblemCode) => void;
};

/** Carries out what a touch asks for; false if it has no effect now. */
export const makeCarryOut = (ports: Ports): ((effect: ScreenEffect) => boolean) => {
  const { store, changed, fail } = ports;
  let undoing = false;
  const failed = (error: unknown): void => fail(problemOf(error));

  const undo = ({ log }: Enrolled, { sequence }: ScreenEffect & { type: 'undo-exception' }) => {
    if (undoing) return false;
    undoing = true;
    undoException(log, store, sequence, ports.today()).then((done) => {
      undoing = false;
      if (done.ok) changed();
      else fail(done.error);
    }, failed);
    return true;
  };

  const record = (
    { log, door }: Enrolled,
    { delivery, outcome, note, strokes }: ScreenEffect & { type: 'record-exception' },
  ): true => {
    recordException(log, store, delivery, { outcome, note, strokes }).then((done) => {
      if (done.ok) door.touch({ type: 'excepted', delivery });
      else fail(done.error);
    }, failed);
    return true;
  };

  return (effect) => {
    const enrolled = ports.enrolled();
    if (enrolled === null) return false;
    switch (effect.type) {
      case 'door':
        return enrolled.door.touch(effect.touch);
      case 'record-exception':
        return record(enrolled, effect);
      case 'undo-exception':
        return undo(enrolled, effect);
      case 'sign-out':
        return enrolled.signIn.signOut();
      case 'start-dock':
        enrolled.dock.start();
        return true;
      case 'leave-dock':
        enrolled.dock.leave();
        return true;
      default:
        return assertNever(effect);
    }
  };
};
