import {
  changedStops,
  doorFrom,
  noteOf,
  stopsIn,
} from '../../../shared/terminal/door/door-note.ts';
import type { DoorState } from '../../../shared/terminal/door/door-state.ts';
import type { Store } from '../ports/store.ts';

/** Keeps in the store what the driver did and said, so that a crash takes nothing of it. */
export type DoorKeeper = {
  readonly first: DoorState;
  readonly keep: (state: DoorState) => void;
  /** Once more, after a docking: a delivery that was taken away and given again has lost its note. */
  readonly keepAgain: (state: DoorState) => void;
};

type Parts = {
  readonly store: Pick<Store, 'doorNotes' | 'stop'>;
  /** Whether the store was found to be what its log says: nothing is written before. */
  readonly mayWrite: () => boolean;
};

export const makeDoorKeeper = ({ store, mayWrite }: Parts): DoorKeeper => {
  const { doorNotes } = store;
  const first = doorFrom(doorNotes.all());
  let kept = first;
  /** Nothing comes between a code and its verdict; an acceptance has taken its note with it. */
  const mayKeep = ({ at }: DoorState): boolean =>
    at.name !== 'judging' &&
    !(at.name === 'verdict' && at.verdict.result === 'accepted') &&
    mayWrite();
  return {
    first,
    keep: (state) => {
      if (!mayKeep(state)) return;
      for (const stop of changedStops(kept, state)) {
        const note = noteOf(state, stop);
        if (note === null) doorNotes.drop(stop);
        else doorNotes.keep(note);
      }
      kept = state;
    },
    keepAgain: (state) => {
      if (!mayKeep(state)) return;
      for (const stop of stopsIn(state)) {
        // What is withdrawn and not given again keeps nothing of what was said there.
        const stands = store.stop(stop)?.withdrawn === false;
        const note = stands ? noteOf(state, stop) : null;
        if (note !== null) doorNotes.keep(note);
      }
    },
  };
};
