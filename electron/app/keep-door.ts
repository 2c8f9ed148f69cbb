import { changedStops, doorFrom, noteOf } from '../../shared/door/door-note.ts';
import type { DoorState } from '../../shared/door/door-state.ts';
import type { Store } from './ports.ts';

/** Keeps in the store what the driver did and said, so that a crash takes nothing of it. */
export type DoorKeeper = {
  readonly first: DoorState;
  readonly keep: (state: DoorState) => void;
};

type Parts = {
  readonly store: Pick<Store, 'doorNotes'>;
  /** Whether the store was found to be what its log says: nothing is written before. */
  readonly mayWrite: () => boolean;
};

export const makeDoorKeeper = ({ store: { doorNotes }, mayWrite }: Parts): DoorKeeper => {
  const first = doorFrom(doorNotes.all());
  let kept = first;
  return {
    first,
    keep: (state) => {
      const { at } = state;
      // Nothing comes between a code and its verdict; an acceptance has taken its note with it.
      const atVerdict =
        at.name === 'judging' || (at.name === 'verdict' && at.verdict.result === 'accepted');
      if (atVerdict || !mayWrite()) return;
      for (const stop of changedStops(kept, state)) {
        const note = noteOf(state, stop);
        if (note === null) doorNotes.drop(stop);
        else doorNotes.keep(note);
      }
      kept = state;
    },
  };
};
